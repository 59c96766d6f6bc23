/** Revokes a key for good; the entry stays. Revoking again answers for the first time's propagation too. */
import type { KeyId } from "#shared/ids.ts";
import type { ChangedKey } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { writeKey } from "./write-key.ts";

/** Refusal: `not_found`. */
export function revokeKey(act: Act, id: KeyId): Promise<Result<ChangedKey, Refusal>> {
  const statement = act.db
    .prepare(
      "UPDATE keys SET status = 'revoked', revoked_at = ?2, updated_at = ?2 WHERE id = ?1 AND status <> 'revoked'",
    )
    .bind(id, act.now);
  return writeKey(act, id, {
    write: { action: "key.revoked", power: "cut", detail: {}, statement },
    settled: () => null,
  });
}
