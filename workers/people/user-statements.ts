/** The rows of a new user, as better-auth reads them, for whoever makes one: setup, or an invitation. */
import type { AuditId, UserId } from "#shared/ids.ts";
import type { Act } from "#workers/audit/act.ts";
import { IF_RECORDED } from "#workers/audit/audit-entry.ts";

/** A passkey whose registration has been verified, in the columns of better-auth's plugin. */
export type VerifiedPasskey = {
  readonly credentialId: string;
  /** COSE key, base64. */
  readonly publicKey: string;
  readonly counter: number;
  readonly deviceType: string;
  readonly backedUp: boolean;
  /** Comma-separated. */
  readonly transports: string;
  readonly aaguid: string;
};

/** How somebody will sign in. */
export type SignInMeans =
  | { readonly kind: "password"; readonly hash: string }
  | { readonly kind: "passkey"; readonly passkey: VerifiedPasskey };

export type NewUser = {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
  readonly signIn: SignInMeans;
};

type Means = Pick<Act, "db" | "now" | "mint">;

/** Made only with the audit entry before them in the batch. A second user of the e-mail, or the passkey, fails it. */
export function userStatements(means: Means, auditId: AuditId, user: NewUser): D1PreparedStatement[] {
  const insert = means.db
    .prepare(
      `INSERT INTO user (id, name, email, email_verified, created_at, updated_at)
       SELECT ?2, ?3, ?4, 0, ?5, ?5 WHERE ${IF_RECORDED}`,
    )
    .bind(auditId, user.id, user.name, user.email.toLowerCase(), means.now);
  return [insert, signInStatement(means, auditId, user)];
}

function signInStatement(means: Means, auditId: AuditId, { id, signIn }: NewUser): D1PreparedStatement {
  if (signIn.kind === "password") {
    return means.db.prepare(INSERT_PASSWORD).bind(auditId, `acc_${means.mint(16)}`, id, signIn.hash, means.now);
  }
  const { credentialId, publicKey, counter, deviceType, backedUp, transports, aaguid } = signIn.passkey;
  const columns = [id, publicKey, credentialId, counter, deviceType, Number(backedUp), transports, aaguid, means.now];
  return means.db.prepare(INSERT_PASSKEY).bind(auditId, `pky_${means.mint(16)}`, ...columns);
}

const INSERT_PASSWORD = `
INSERT INTO account (id, account_id, provider_id, user_id, password, created_at, updated_at)
SELECT ?2, ?3, 'credential', ?3, ?4, ?5, ?5 WHERE ${IF_RECORDED}`;

const INSERT_PASSKEY = `
INSERT INTO passkey (id, user_id, public_key, credential_id, counter, device_type, backed_up, transports, aaguid,
  created_at)
SELECT ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 WHERE ${IF_RECORDED}`;
