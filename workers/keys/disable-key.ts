/** Disables a key: no request with it passes until it is enabled again. Doing it twice is doing it once. */
import type { KeyId } from "#shared/ids.ts";
import type { ChangedKey } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { REVOKED_FOR_GOOD, writeKey } from "./write-key.ts";

/** Refusals: `not_found`, `conflict` (revoked). */
export function disableKey(act: Act, id: KeyId): Promise<Result<ChangedKey, Refusal>> {
  const statement = act.db
    .prepare("UPDATE keys SET status = 'disabled', updated_at = ?2 WHERE id = ?1 AND status = 'enabled'")
    .bind(id, act.now);
  return writeKey(act, id, {
    write: { action: "key.disabled", power: "cut", detail: {}, statement },
    settled: (key) => (key.status === "revoked" ? REVOKED_FOR_GOOD : null),
  });
}
