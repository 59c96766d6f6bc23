/** Creates a workspace owned by the caller. A key that creates it reaches it, or nobody could manage it by that key. */
import { auditIdSchema, newId, workspaceIdSchema } from "#shared/ids.ts";
import { WORKSPACES_PER_KEY_MAX } from "#shared/limits.ts";
import type { Workspace } from "#shared/management/workspaces.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { findWorkspace } from "./workspace-rows.ts";
import { workspaceStatements } from "./workspace-statements.ts";

/** The gates are told before it answers. Refusal: `conflict` when the caller's key reaches as many as a key can. */
export async function createWorkspace(act: Act, name: string): Promise<Result<Workspace, Refusal>> {
  const { userId, credential } = act.principal;
  const keys = credential.kind === "key" ? [credential.id] : [];
  if (keys.length > 0 && act.principal.workspaces.length >= WORKSPACES_PER_KEY_MAX) return err(TOO_MANY);
  const id = newId(workspaceIdSchema, "ws", act.mint);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "workspace.created",
    actor: actorOf(act),
    target: { type: "workspace", id },
    detail: { name },
    workspaces: [id],
  });
  const reach = keys.map((key) =>
    act.db
      .prepare(`INSERT INTO key_workspaces (key_id, workspace_id) SELECT ?2, ?3 WHERE ${IF_RECORDED}`)
      .bind(auditId, key, id),
  );
  const [insert, ownership] = workspaceStatements(act, { id, name, ownerId: userId });
  const statements = [insert, ...audit, ownership, ...reach];
  const committed = await commit(act.db, { auditId, credentials: keys, statements });
  await propagate(act, committed);
  const workspace = await findWorkspace(act.db, userId, id);
  return workspace === null ? err({ code: "not_found", what: "workspace" }) : ok(workspace);
}

/** NOTE: the principal is as old as its record, so creations at once may pass the limit by a few. */
const TOO_MANY: Refusal = {
  code: "conflict",
  reason: `This key reaches ${WORKSPACES_PER_KEY_MAX} workspaces, the most that a key can. Create it with another key.`,
};
