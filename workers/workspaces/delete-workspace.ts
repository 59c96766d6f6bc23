/**
 * Deletes a workspace with all that is in it. One batch takes it out of everybody's reach, and keys lose it everywhere
 * before the answer; the keys themselves stay. What it held is cleared away after that: at once where it is little, by
 * the cron where it is much.
 */
import { auditIdSchema, newId, type WorkspaceId } from "#shared/ids.ts";
import type { DeletedWorkspace } from "#shared/management/workspaces.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { logEvent } from "#workers/http/log.ts";
import { clearWorkspace } from "./clear-workspaces.ts";
import { roleIn } from "./workspace-role.ts";
import { findWorkspace } from "./workspace-rows.ts";

/** Refusals: `not_found`, `not_permitted` (not an owner), `conflict` (`name` is not its name). */
export async function deleteWorkspace(
  act: Act,
  id: WorkspaceId,
  name: string,
): Promise<Result<DeletedWorkspace, Refusal>> {
  const { userId } = act.principal;
  const role = roleIn(act.principal, id);
  if (!role.ok) return role;
  if (role.value !== "owner") return err(ONLY_AN_OWNER);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "workspace.deleted",
    actor: actorOf(act),
    target: { type: "workspace", id },
    detail: { name: name.trim() },
    workspaces: [id],
  });
  const committed = await commit(act.db, {
    auditId,
    credentials: "all",
    statements: [
      act.db.prepare(LEAVE_AS_OWNER).bind(id, userId, name.trim()),
      ...audit,
      act.db.prepare(MARK_DELETED).bind(auditId, id, act.now),
      ...WITHDRAWALS.map((sql) => act.db.prepare(`${sql} AND ${IF_RECORDED}`).bind(auditId, id)),
    ],
  });
  if (committed.applied) {
    const [propagation] = await Promise.all([propagate(act, committed), clearSoon(act, id)]);
    return ok({ deleted: true, id, propagation });
  }
  const still = await findWorkspace(act.db, userId, id);
  if (still === null) return err({ code: "not_found", what: "workspace" });
  return err(still.role === "owner" ? WRONG_NAME : ONLY_AN_OWNER);
}

/** The answer waits this long for the clearing, and depends on it in nothing. */
const CLEAR_WITHIN_MS = 2000;

async function clearSoon(act: Act, id: WorkspaceId): Promise<void> {
  try {
    await clearWorkspace({ db: act.db, clock: Date.now, untilMs: Date.now() + CLEAR_WITHIN_MS }, id);
  } catch (error) {
    logEvent("warn", "workspace_not_cleared_yet", { workspace: id, error: String(error) });
  }
}

/** What decides: the owner's own membership is the first to go, if the name is the workspace's. */
const LEAVE_AS_OWNER = `
DELETE FROM member WHERE workspace_id = ?1 AND user_id = ?2 AND role = 'owner'
AND EXISTS (SELECT 1 FROM workspace WHERE id = ?1 AND name = ?3)`;

/** Its slug is free again at once. */
const MARK_DELETED = `UPDATE workspace SET deleted_at = ?3, slug = id WHERE id = ?2 AND ${IF_RECORDED}`;

const WITHDRAWALS: readonly string[] = [
  "DELETE FROM key_workspaces WHERE workspace_id = ?2",
  "DELETE FROM connected_app_workspaces WHERE workspace_id = ?2",
  "DELETE FROM member WHERE workspace_id = ?2",
  "DELETE FROM invitation WHERE workspace_id = ?2",
];

const ONLY_AN_OWNER: Refusal = { code: "not_permitted", reason: "Only an owner can delete the workspace." };

const WRONG_NAME: Refusal = { code: "conflict", reason: "This is not the name of the workspace. Nothing was deleted." };
