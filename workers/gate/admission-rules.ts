/**
 * May this credential pass? The checks on a record, in order, each with its outcome, so that the same rules decide a
 * request and explain one (`POST /v1/keys/verify`). Rate limits come after, scopes and workspaces are the surface's.
 * Pure.
 */
import type { EpochMs } from "#shared/brand.ts";
import { type CredentialId, isAppId } from "#shared/ids.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { CredentialRecord, RecordSecret } from "#workers/records/credential-record.ts";
import type { SecretDigest } from "#workers/secrets/key-proof.ts";
import { isInBlocks } from "#shared/cidr.ts";

/** What is asked of the record. `ip` null: not known, which an allow-list refuses. */
export type Presentation = {
  readonly id: CredentialId;
  readonly digest: SecretDigest;
  readonly via: "header" | "query";
  readonly ip: string | null;
  readonly now: EpochMs;
};

/** The names under which verification explains itself. */
export type CheckName = "known" | "status" | "expiry" | "transport" | "ip";
type Rule = {
  readonly name: CheckName;
  readonly refuse: (record: CredentialRecord, asked: Presentation) => Refusal | null;
};

/** What a known credential must meet. */
const CONDITIONS: readonly Rule[] = [
  {
    name: "status",
    refuse: (record) => {
      if (record.status === "disabled") return { code: "disabled_key", hint: record.hint };
      if (record.status === "revoked") return { code: "revoked_key", hint: record.hint, revokedAt: record.revokedAt };
      return null;
    },
  },
  {
    name: "expiry",
    refuse: (record, asked) =>
      record.expiresAt !== null && record.expiresAt <= asked.now
        ? { code: "expired_key", hint: record.hint, expiredAt: record.expiresAt }
        : null,
  },
  {
    name: "transport",
    refuse: (record, asked) =>
      asked.via === "query" && !record.allowQuery ? { code: "query_not_allowed", hint: record.hint } : null,
  },
  {
    name: "ip",
    refuse: (record, asked) => {
      if (record.allowedIps === null) return null;
      return asked.ip !== null && isInBlocks(asked.ip, record.allowedIps) ? null : { code: "ip_not_allowed" };
    },
  },
];

/** `refusal` null: passed. */
export type ExplainedCheck = { readonly name: CheckName; readonly refusal: Refusal | null | "skipped" };

/** A credential that may pass, and by which of its secrets. */
export type Passing = { readonly record: CredentialRecord; readonly secret: RecordSecret };

/** The first refusal decides. A record that D1 does not have is unknown. */
export function mayPass(record: CredentialRecord | null, asked: Presentation): Result<Passing, Refusal> {
  const secret = record === null ? null : secretOf(record, asked);
  if (record === null || secret === null) return err(unknown(asked));
  for (const { refuse } of CONDITIONS) {
    const refusal = refuse(record, asked);
    if (refusal !== null) return err(refusal);
  }
  return ok({ record, secret });
}

/** Every check with its refusal; those after an unknown key are not made, for there is nothing to make them on. */
export function explainChecks(record: CredentialRecord | null, asked: Presentation): readonly ExplainedCheck[] {
  const known = record !== null && secretOf(record, asked) !== null;
  return [
    { name: "known", refusal: known ? null : unknown(asked) },
    ...CONDITIONS.map(({ name, refuse }): ExplainedCheck => ({
      name,
      refusal: known ? refuse(record, asked) : "skipped",
    })),
  ];
}

function unknown({ id }: Presentation): Refusal {
  return { code: isAppId(id) ? "unknown_token" : "unknown_key" };
}

/** The secret of the record that was presented, if it is still good; a key's current one always is. */
export function secretOf(record: CredentialRecord, asked: Pick<Presentation, "digest" | "now">): RecordSecret | null {
  const secret = record.secrets.find(({ digest }) => digest === asked.digest);
  return secret !== undefined && (secret.until === null || asked.now < secret.until) ? secret : null;
}
