/**
 * May this credential pass? The checks on a record, in order, each with its outcome, so that the same rules decide a
 * request and explain one (`POST /v1/keys/verify`). Rate limits come after, scopes and workspaces are the surface's.
 * Pure.
 */
import type { EpochMs } from "#shared/brand.ts";
import { type CredentialId, isAppId } from "#shared/ids.ts";
import type { Refusal } from "#shared/refusals.ts";
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

const RULES: readonly Rule[] = [
  {
    name: "known",
    refuse: (record, asked) => (secretOf(record, asked) === null ? unknown(asked) : null),
  },
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

/** The first refusal, or `null`: the credential may pass. A record that D1 does not have is an unknown key. */
export function refusalOf(record: CredentialRecord | null, asked: Presentation): Refusal | null {
  if (record === null) return unknown(asked);
  for (const rule of RULES) {
    const refusal = rule.refuse(record, asked);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Every check with its refusal; those after an unknown key are not made, for there is nothing to make them on. */
export function explainChecks(record: CredentialRecord | null, asked: Presentation): readonly ExplainedCheck[] {
  const known = record !== null && secretOf(record, asked) !== null;
  return RULES.map(({ name, refuse }) => {
    if (name === "known") return { name, refusal: known ? null : unknown(asked) };
    return { name, refusal: known ? refuse(record, asked) : "skipped" };
  });
}

function unknown({ id }: Presentation): Refusal {
  return { code: isAppId(id) ? "unknown_token" : "unknown_key" };
}

/** The secret of the record that was presented, if it is still good; a key's current one always is. */
export function secretOf(record: CredentialRecord, asked: Pick<Presentation, "digest" | "now">): RecordSecret | null {
  const secret = record.secrets.find(({ digest }) => digest === asked.digest);
  return secret !== undefined && (secret.until === null || asked.now < secret.until) ? secret : null;
}
