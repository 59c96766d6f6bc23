/** Enables a disabled key again. A revoked one stays revoked, also when both are asked at once. */
import type { KeyId } from "#shared/ids.ts";
import type { ChangedKey } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { REVOKED_FOR_GOOD, writeKey } from "./write-key.ts";

/** Refusals: `not_found`, `not_permitted` (not the owner), `conflict` (revoked). */
export function enableKey(act: Act, id: KeyId): Promise<Result<ChangedKey, Refusal>> {
  const statement = act.db
    .prepare("UPDATE keys SET status = 'enabled', updated_at = ?2 WHERE id = ?1 AND status = 'disabled'")
    .bind(id, act.now);
  return writeKey(act, id, {
    write: { action: "key.enabled", power: "own", detail: {}, statement },
    settled: (key) => (key.status === "revoked" ? REVOKED_FOR_GOOD : null),
  });
}
