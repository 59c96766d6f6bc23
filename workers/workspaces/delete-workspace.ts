/** Deletes a workspace with all that is in it. Keys lose it everywhere before the answer; the keys themselves stay. */
import { auditIdSchema, newId, type WorkspaceId } from "#shared/ids.ts";
import type { DeletedWorkspace } from "#shared/management/workspaces.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { WORKSPACE_CONTENT_DELETIONS } from "#workers/db/workspace-content.ts";
import { roleIn } from "./workspace-role.ts";
import { findWorkspace } from "./workspace-rows.ts";

/** Refusals: `not_found`, `not_permitted` (not an owner), `conflict` (`name` is not its name). */
export async function deleteWorkspace(
  act: Act,
  id: WorkspaceId,
  name: string,
): Promise<Result<DeletedWorkspace, Refusal>> {
  const { userId, credential } = act.principal;
  const role = roleIn(act.principal, id);
  if (!role.ok) return role;
  if (role.value !== "owner") return err(ONLY_AN_OWNER);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "workspace.deleted",
    actor: { userId, credentialId: credential.id },
    target: { type: "workspace", id },
    detail: { name: name.trim() },
    workspaces: [id],
  });
  const guard = act.db.prepare(LEAVE_AS_OWNER).bind(id, userId, name.trim());
  const rest = DELETIONS.map((sql) => act.db.prepare(`${sql} AND ${IF_RECORDED}`).bind(auditId, id));
  const committed = await commit(act.db, { auditId, credentials: [], statements: [guard, ...audit, ...rest] });
  if (committed.applied) return ok({ deleted: true, id, propagation: await propagate(act, committed) });
  const still = await findWorkspace(act.db, userId, id);
  if (still === null) return err({ code: "not_found", what: "workspace" });
  return err(still.role === "owner" ? WRONG_NAME : ONLY_AN_OWNER);
}

/** What decides: nothing can be deleted before its children, so the owner's own membership is the first to go. */
const LEAVE_AS_OWNER = `
DELETE FROM member WHERE workspace_id = ?1 AND user_id = ?2 AND role = 'owner'
AND EXISTS (SELECT 1 FROM workspace WHERE id = ?1 AND name = ?3)`;

const DELETIONS: readonly string[] = [
  "DELETE FROM key_workspaces WHERE workspace_id = ?2",
  "DELETE FROM member WHERE workspace_id = ?2",
  "DELETE FROM invitation WHERE workspace_id = ?2",
  ...WORKSPACE_CONTENT_DELETIONS,
  "DELETE FROM workspace WHERE id = ?2",
];

const ONLY_AN_OWNER: Refusal = { code: "not_permitted", reason: "Only an owner can delete the workspace." };

const WRONG_NAME: Refusal = { code: "conflict", reason: "This is not the name of the workspace. Nothing was deleted." };
