/** Removes a member. Their keys lose the workspace in the same transaction, and everywhere before the answer. */
import { z } from "zod";
import { auditIdSchema, newId, type UserId, type WorkspaceId } from "#shared/ids.ts";
import type { RemovedMember } from "#shared/management/workspaces.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import type { Role } from "#shared/scopes.ts";
import type { Act } from "#workers/audit/act.ts";
import { auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { refuseOverMember, roleIn } from "./workspace-role.ts";

const roleRow = z.object({ role: roleSchema });

/** Refusals: `not_found` (workspace, member), `not_permitted`, `last_owner`. Everybody may leave by themselves. */
export async function removeMember(
  act: Act,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<Result<RemovedMember, Refusal>> {
  const caller = roleIn(act.principal, workspaceId);
  if (!caller.ok) return caller;
  const role = await memberRole(act.db, workspaceId, userId);
  if (role === null) return err({ code: "not_found", what: "member" });
  const refusal = userId === act.principal.userId ? null : refuseOverMember(caller.value, role);
  if (refusal !== null) return err(refusal);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "member.removed",
    actor: { userId: act.principal.userId, credentialId: act.principal.credential.id },
    target: { type: "member", id: userId },
    detail: { workspace: workspaceId, role },
    workspaces: [workspaceId],
  });
  const removal = act.db.prepare(DELETE_MEMBER).bind(workspaceId, userId, role);
  const committed = await commit(act.db, { auditId, credentials: [], statements: [removal, ...audit] });
  if (committed.applied) return ok({ removed: true, user_id: userId, propagation: await propagate(act, committed) });
  const still = await memberRole(act.db, workspaceId, userId);
  if (still === null) return err({ code: "not_found", what: "member" });
  return err(
    still === role ? { code: "last_owner" } : { code: "conflict", reason: "The member's role has just changed." },
  );
}

async function memberRole(db: D1Database, workspaceId: WorkspaceId, userId: UserId): Promise<Role | null> {
  const row = await db
    .prepare("SELECT role FROM member WHERE workspace_id = ?1 AND user_id = ?2")
    .bind(workspaceId, userId)
    .first();
  return row === null ? null : roleRow.parse(row).role;
}

/** The conditions are part of the statement: two owners who remove each other at once leave one. */
const DELETE_MEMBER = `
DELETE FROM member WHERE workspace_id = ?1 AND user_id = ?2 AND role = ?3
AND (role <> 'owner' OR (SELECT count(*) FROM member WHERE workspace_id = ?1 AND role = 'owner') > 1)`;
