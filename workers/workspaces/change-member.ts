/** Gives a member another role. What a demotion takes from their keys is gone everywhere before the answer. */
import { type AuditId, auditIdSchema, newId, type UserId, type WorkspaceId } from "#shared/ids.ts";
import type { ChangedMember } from "#shared/management/members.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Role } from "#shared/scopes.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit, type Committed } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { memberRole } from "./member-role.ts";
import { findMember } from "./member-rows.ts";
import { refuseOverMember, roleIn } from "./workspace-role.ts";

type Who = { readonly workspaceId: WorkspaceId; readonly userId: UserId };

/** Refusals: `not_found` (workspace, member), `not_permitted`, `last_owner`, `conflict` (changed at once). */
export async function changeMember(act: Act, who: Who, role: Role): Promise<Result<ChangedMember, Refusal>> {
  const caller = roleIn(act.principal, who.workspaceId);
  if (!caller.ok) return caller;
  const before = await memberRole(act.db, who.workspaceId, who.userId);
  if (before === null) return err({ code: "not_found", what: "member" });
  const refusal = refuseOverMember(caller.value, before) ?? refuseOverMember(caller.value, role);
  if (refusal !== null) return err(refusal);
  const committed = await commitRole(act, who, { before, role });
  const propagation = await propagate(act, committed);
  const viewer = who.userId === act.principal.userId ? role : caller.value;
  const member = await findMember(act.db, who, viewer);
  if (member === null) return err({ code: "not_found", what: "member" });
  if (member.role === role) return ok({ member, propagation });
  return err(member.role === before ? { code: "last_owner" } : { code: "conflict", reason: JUST_CHANGED });
}

const JUST_CHANGED = "The member's role has just changed. Look at it again.";

type Change = { readonly before: Role; readonly role: Role };

/** Doing it twice is doing it once; the second answer's receipt covers the first, since it names the same keys. */
function commitRole(act: Act, who: Who, { before, role }: Change): Promise<Committed> {
  const { workspaceId, userId } = who;
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "member.role_changed",
    actor: actorOf(act),
    target: { type: "member", id: userId },
    detail: { workspace: workspaceId, from: before, to: role },
    workspaces: [workspaceId],
  });
  return commit(act.db, {
    auditId,
    credentials: "all",
    statements: [
      act.db.prepare(UPDATE_ROLE).bind(workspaceId, userId, before, role),
      ...audit,
      withdrawal(act, auditId, who),
    ],
  });
}

/** A demotion ends the links that they gave out and could not give out now. */
function withdrawal(act: Act, auditId: AuditId, { workspaceId, userId }: Who): D1PreparedStatement {
  return act.db.prepare(DELETE_INVITATIONS).bind(auditId, workspaceId, userId);
}

/** The conditions are part of the statement: two owners who demote each other at once leave one. */
const UPDATE_ROLE = `
UPDATE member SET role = ?4 WHERE workspace_id = ?1 AND user_id = ?2 AND role = ?3 AND role <> ?4
AND (role <> 'owner' OR (SELECT count(*) FROM member WHERE workspace_id = ?1 AND role = 'owner') > 1)`;

const DELETE_INVITATIONS = `
DELETE FROM invitation WHERE workspace_id = ?2 AND inviter_id = ?3 AND status = 'pending' AND ${IF_RECORDED}
AND EXISTS (SELECT 1 FROM member m WHERE m.workspace_id = ?2 AND m.user_id = ?3
  AND (m.role = 'member' OR (m.role = 'admin' AND invitation.role = 'owner')))`;
