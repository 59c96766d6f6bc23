/** Invites somebody by e-mail address. Nothing is sent: the answer has the link, once, for whoever asked to pass on. */
import { type InvitationId, invitationIdSchema, auditIdSchema, newId, type WorkspaceId } from "#shared/ids.ts";
import { INVITATION_LIFE_MS } from "#shared/limits.ts";
import type { Invite, SentInvitation } from "#shared/management/invitations.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { findInvitation } from "./invitation-rows.ts";
import { mintInvitationToken } from "./invitation-token.ts";
import { isNoMember, stillMayInvite } from "./may-invite.ts";
import { memberRole } from "./member-role.ts";
import { refuseOverMember, roleIn } from "./workspace-role.ts";

export type InviteWhere = {
  readonly workspaceId: WorkspaceId;
  /** Where the link leads: this deployment as its caller knows it. */
  readonly origin: string;
};

/**
 * An expired invitation of the same address is replaced. Refusals: `not_found` (workspace), `not_permitted`, `conflict`
 * (is a member, is invited). Whether the address has an account here is told to nobody.
 */
export async function invite(act: Act, where: InviteWhere, wish: Invite): Promise<Result<SentInvitation, Refusal>> {
  const { workspaceId, origin } = where;
  const caller = roleIn(act.principal, workspaceId);
  if (!caller.ok) return caller;
  const refusal = refuseOverMember(caller.value, wish.role);
  if (refusal !== null) return err(refusal);
  const id = newId(invitationIdSchema, "inv", act.mint);
  const token = await mintInvitationToken(act.mint, origin);
  const applied = await insert(act, { id, workspaceId, digest: token.digest, ...wish });
  if (!applied) return err(await whyNot(act, workspaceId, wish.email));
  const invitation = await findInvitation(act.db, { workspaceId, id }, act.now);
  return invitation === null ? err({ code: "not_found", what: "invitation" }) : ok({ invitation, url: token.url });
}

type NewInvitation = Invite & {
  readonly id: InvitationId;
  readonly workspaceId: WorkspaceId;
  readonly digest: string;
};

async function insert(act: Act, { id, workspaceId, digest, email, role }: NewInvitation): Promise<boolean> {
  const { userId } = act.principal;
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "invitation.created",
    actor: actorOf(act),
    target: { type: "invitation", id },
    detail: { workspace: workspaceId, email, role },
    workspaces: [workspaceId],
  });
  const statements = [
    act.db
      .prepare(INSERT_INVITATION)
      .bind(id, workspaceId, email, role, act.now + INVITATION_LIFE_MS, act.now, userId, digest),
    ...audit,
    act.db.prepare(DELETE_EXPIRED).bind(auditId, workspaceId, email, id),
  ];
  return (await commit(act.db, { auditId, credentials: [], statements })).applied;
}

/** Told only to who runs the workspace, and only of this workspace. */
async function whyNot(act: Act, workspaceId: WorkspaceId, email: string): Promise<Refusal> {
  const role = await memberRole(act.db, workspaceId, act.principal.userId);
  if (role === null) return { code: "not_found", what: "workspace" };
  const row = await act.db
    .prepare("SELECT 1 FROM member m JOIN user u ON u.id = m.user_id WHERE m.workspace_id = ?1 AND u.email = ?2")
    .bind(workspaceId, email)
    .first();
  return row === null ? INVITED : IS_MEMBER;
}

/** The answer to inviting who belongs to the workspace. */
export const IS_MEMBER: Refusal = { code: "conflict", reason: "This person is a member of the workspace." };

const INVITED: Refusal = {
  code: "conflict",
  reason: "This address has a pending invitation. Send that one again, or withdraw it first.",
};

const INSERT_INVITATION = `
INSERT INTO invitation (id, workspace_id, email, role, status, expires_at, created_at, inviter_id, token_digest)
SELECT ?1, ?2, ?3, ?4, 'pending', ?5, ?6, ?7, ?8
WHERE ${stillMayInvite("?4")} AND ${isNoMember("?3")} AND NOT EXISTS (
  SELECT 1 FROM invitation WHERE workspace_id = ?2 AND email = ?3 AND status = 'pending' AND expires_at > ?6)`;

const DELETE_EXPIRED = `
DELETE FROM invitation
WHERE workspace_id = ?2 AND email = ?3 AND status = 'pending' AND id <> ?4 AND ${IF_RECORDED}`;
