/** Ends the grace of a rotation: the secret before stops at once, everywhere. Without one in grace nothing changes. */
import type { KeyId } from "#shared/ids.ts";
import type { ChangedKey } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { writeKey } from "./write-key.ts";

/** Refusals: `not_found`, `not_permitted` (not the owner). An imported key keeps the digest: see `rotate-key.ts`. */
export function endGrace(act: Act, id: KeyId): Promise<Result<ChangedKey, Refusal>> {
  const statement = act.db
    .prepare(
      `UPDATE keys SET updated_at = ?2,
         previous_digest = CASE WHEN imported_at IS NOT NULL THEN previous_digest END,
         previous_expires_at = CASE WHEN imported_at IS NOT NULL THEN 0 END
       WHERE id = ?1 AND status <> 'revoked' AND previous_digest IS NOT NULL AND previous_expires_at > ?2`,
    )
    .bind(id, act.now);
  return writeKey(act, id, {
    write: { action: "key.grace_ended", power: "own", detail: {}, statement },
    settled: () => null,
  });
}
