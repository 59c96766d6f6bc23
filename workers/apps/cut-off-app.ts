/**
 * Takes one workspace from a connected app: what the admins of that workspace can do about other people's apps. The app
 * stays connected, and keeps what else it reaches, of which they are told nothing.
 */
import type { AppId, WorkspaceId } from "#shared/ids.ts";
import type { CutOffApp } from "#shared/management/apps.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { commitAppWrite, seenApp } from "./write-app.ts";

/** Refusals: `not_found` (app, or a workspace that the app is not seen to reach). Its owner may do it as well. */
export async function cutOffApp(act: Act, id: AppId, workspace: WorkspaceId): Promise<Result<CutOffApp, Refusal>> {
  const before = await seenApp(act, id);
  if (!before.ok) return before;
  const app = before.value;
  if (!app.workspaces.some((reached) => reached.id === workspace)) return err({ code: "not_found", what: "workspace" });
  const committed = await commitAppWrite(act, app, {
    action: "app.cut_off",
    detail: { workspace },
    workspaces: [workspace],
    statement: act.db.prepare(CUT_OFF).bind(id, workspace, act.principal.userId),
  });
  const propagation = await propagate(act, committed);
  return committed.applied ? ok({ app, cut_off: workspace, propagation }) : err({ code: "not_found", what: "app" });
}

/** The right to do it is part of the statement: an admin who is removed at the same moment cuts nothing off. */
const CUT_OFF = `
DELETE FROM connected_app_workspaces WHERE app_id = ?1 AND workspace_id = ?2 AND (
  EXISTS (SELECT 1 FROM connected_apps WHERE id = ?1 AND owner_id = ?3)
  OR EXISTS (SELECT 1 FROM member WHERE workspace_id = ?2 AND user_id = ?3 AND role IN ('owner', 'admin')))`;
