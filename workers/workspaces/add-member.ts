/**
 * Adds an existing user to a workspace, without asking them: so it is written down who did, for it gives that person no
 * power over the account (see `people/reset-tokens.ts`).
 */
import { z } from "zod";
import { auditIdSchema, newId, type UserId, userIdSchema, type WorkspaceId } from "#shared/ids.ts";
import type { AddMember, Member } from "#shared/management/members.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { stillMayInvite } from "./may-invite.ts";
import { memberRole } from "./member-role.ts";
import { findMember } from "./member-rows.ts";
import { refuseOverMember, roleIn } from "./workspace-role.ts";

const userRow = z.object({ id: userIdSchema });

/** Refusals: `not_found` (workspace, user), `not_permitted`, `conflict` (is a member). */
export async function addMember(act: Act, workspaceId: WorkspaceId, wish: AddMember): Promise<Result<Member, Refusal>> {
  const role = roleIn(act.principal, workspaceId);
  if (!role.ok) return role;
  const refusal = refuseOverMember(role.value, wish.role);
  if (refusal !== null) return err(refusal);
  const row = await act.db
    .prepare("SELECT id FROM user WHERE id = ?1 OR email = lower(?2)")
    .bind(wish.user_id ?? null, wish.email ?? null)
    .first();
  if (row === null) return err({ code: "not_found", what: "user" });
  const user = userRow.parse(row);
  const applied = await insertMember(act, { workspaceId, userId: user.id, role: wish.role });
  if (!applied) return err(await whyNot(act, { workspaceId, userId: user.id }));
  const member = await findMember(act.db, { workspaceId, userId: user.id }, role.value);
  return member === null ? err({ code: "not_found", what: "member" }) : ok(member);
}

/** The caller may have lost their own place in the moment before. */
async function whyNot(act: Act, { workspaceId, userId }: Omit<NewMember, "role">): Promise<Refusal> {
  const caller = await memberRole(act.db, workspaceId, act.principal.userId);
  if (caller === null) return { code: "not_found", what: "workspace" };
  const isMember = (await memberRole(act.db, workspaceId, userId)) !== null;
  return { code: "conflict", reason: isMember ? IS_MEMBER : JUST_CHANGED };
}

const IS_MEMBER = "This user is a member of the workspace.";
const JUST_CHANGED = "Your role has just changed. Look at the workspace again.";

type NewMember = { readonly workspaceId: WorkspaceId; readonly userId: UserId; readonly role: string };

async function insertMember(act: Act, { workspaceId, userId, role }: NewMember): Promise<boolean> {
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const insert = act.db
    .prepare(
      `INSERT INTO member (id, workspace_id, user_id, role, created_at, added_by)
       SELECT ?1, ?2, ?3, ?4, ?5, ?7 WHERE ${stillMayInvite("?4")}
       ON CONFLICT (user_id, workspace_id) DO NOTHING`,
    )
    .bind(`mem_${act.mint(16)}`, workspaceId, userId, role, act.now, null, act.principal.userId);
  const audit = auditStatements(act, {
    id: auditId,
    action: "member.added",
    actor: actorOf(act),
    target: { type: "member", id: userId },
    detail: { workspace: workspaceId, role },
    workspaces: [workspaceId],
  });
  const committed = await commit(act.db, { auditId, credentials: [], statements: [insert, ...audit] });
  await propagate(act, committed);
  return committed.applied;
}
