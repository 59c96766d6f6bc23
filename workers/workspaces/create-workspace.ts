/** Creates a workspace owned by the caller. The key that creates it reaches it, or nobody could manage it. */
import { auditIdSchema, newId, workspaceIdSchema } from "#shared/ids.ts";
import type { Workspace } from "#shared/management/workspaces.ts";
import type { Act } from "#workers/audit/act.ts";
import { auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { workspaceStatements } from "./workspace-statements.ts";

/** Answers when the caller's key reaches the workspace everywhere. */
export async function createWorkspace(act: Act, name: string): Promise<Workspace> {
  const id = newId(workspaceIdSchema, "ws", act.mint);
  const { userId, credential } = act.principal;
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "workspace.created",
    actor: { userId, credentialId: credential.id },
    target: { type: "workspace", id },
    detail: { name },
    workspaces: [id],
  });
  const reach = act.db
    .prepare(`INSERT INTO key_workspaces (key_id, workspace_id) SELECT ?2, ?3 WHERE ${IF_RECORDED}`)
    .bind(auditId, credential.id, id);
  const [insert, ownership] = workspaceStatements(act, { id, name, ownerId: userId });
  const statements = [insert, ...audit, ownership, reach];
  const committed = await commit(act.db, { auditId, credentials: [credential.id], statements });
  await propagate(act, committed);
  return { id, name, role: "owner", created_at: new Date(act.now).toISOString() };
}
