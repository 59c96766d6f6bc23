/** Deletes a key and its usage. Its audit trail stays. A key in use is deleted only by who says they know. */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { KeyId } from "#shared/ids.ts";
import { RECENTLY_USED_MS } from "#shared/limits.ts";
import type { DeletedKey, Key } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { findKey } from "./key-rows.ts";
import { commitKeyWrite, keyForPower } from "./write-key.ts";

/** Refusals: `not_found`, `used_recently` (within 24 hours, unless `confirmed`; a revoked key needs no confirmation). */
export async function removeKey(act: Act, id: KeyId, confirmed: boolean): Promise<Result<DeletedKey, Refusal>> {
  const before = await keyForPower(act, id, "cut");
  if (!before.ok) return before;
  const usedSince = epochMs(act.now - RECENTLY_USED_MS);
  const committed = await commitKeyWrite(act, before.value, {
    action: "key.deleted",
    power: "cut",
    detail: { scopes: before.value.scopes },
    statement: deletion(act, id, confirmed ? null : usedSince),
    dependents: (auditId) => [
      act.db.prepare(`DELETE FROM usage_hourly WHERE credential_id = ?2 AND ${IF_RECORDED}`).bind(auditId, id),
    ],
  });
  const propagation = await propagate(act, committed);
  if (committed.applied) return ok({ key: before.value, deleted: true, propagation });
  const key = await findKey(act.db, { userId: act.principal.userId, now: act.now }, id);
  return err(key === null ? { code: "not_found", what: "key" } : usedRecently(key));
}

/** `usedSince` null: whenever it was used. */
function deletion(act: Act, id: KeyId, usedSince: EpochMs | null): D1PreparedStatement {
  return act.db
    .prepare(
      `DELETE FROM keys WHERE id = ?1
       AND (?2 IS NULL OR status = 'revoked' OR last_used_at IS NULL OR last_used_at <= ?2)`,
    )
    .bind(id, usedSince);
}

function usedRecently(key: Key): Refusal {
  const at = epochMs(key.last_used === null ? 0 : Date.parse(key.last_used.at));
  return { code: "used_recently", what: "key", at, client: key.last_used?.client ?? null };
}
