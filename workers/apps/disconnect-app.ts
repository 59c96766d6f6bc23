/**
 * Disconnects an app: its row goes, triggers take its grant and its tokens along, and none of them passes anywhere when
 * this is answered. Its usage goes too, its audit trail stays. An app in use is disconnected only by who says they know.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { AppId } from "#shared/ids.ts";
import { RECENTLY_USED_MS } from "#shared/limits.ts";
import type { ConnectedApp, DisconnectedApp } from "#shared/management/apps.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { commitAppWrite, ownApp, seenApp } from "./write-app.ts";

/** Refusals: `not_found`, `not_permitted` (not its owner), `used_recently` (within 24 hours, unless `confirmed`). */
export async function disconnectApp(
  act: Act,
  id: AppId,
  confirmed: boolean,
): Promise<Result<DisconnectedApp, Refusal>> {
  const before = await ownApp(act, id);
  if (!before.ok) return before;
  const usedSince = epochMs(act.now - RECENTLY_USED_MS);
  const committed = await commitAppWrite(act, before.value, {
    action: "app.disconnected",
    detail: { scopes: before.value.scopes },
    workspaces: before.value.workspaces.map((workspace) => workspace.id),
    statement: deletion(act, id, confirmed ? null : usedSince),
    dependents: (auditId) => [
      act.db.prepare(`DELETE FROM usage_hourly WHERE credential_id = ?2 AND ${IF_RECORDED}`).bind(auditId, id),
    ],
  });
  const propagation = await propagate(act, committed);
  if (committed.applied) return ok({ app: before.value, disconnected: true, propagation });
  const app = await seenApp(act, id);
  return app.ok ? err(usedRecently(app.value)) : app;
}

/** `usedSince` null: whenever it was used. */
function deletion(act: Act, id: AppId, usedSince: EpochMs | null): D1PreparedStatement {
  return act.db
    .prepare(
      `DELETE FROM connected_apps WHERE id = ?1 AND owner_id = ?3
       AND (?2 IS NULL OR last_used_at IS NULL OR last_used_at <= ?2)`,
    )
    .bind(id, usedSince, act.principal.userId);
}

function usedRecently(app: ConnectedApp): Refusal {
  const at = epochMs(app.last_used === null ? 0 : Date.parse(app.last_used.at));
  return { code: "used_recently", what: "app", at, client: app.last_used?.client ?? null };
}
