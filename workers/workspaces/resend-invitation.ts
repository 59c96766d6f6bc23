/** Gives an invitation a new link and seven more days. The link before stops working, also when it had expired. */
import { auditIdSchema, newId } from "#shared/ids.ts";
import { INVITATION_LIFE_MS } from "#shared/limits.ts";
import type { Invitation, SentInvitation } from "#shared/management/invitations.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { findInvitation } from "./invitation-rows.ts";
import { mintInvitationToken } from "./invitation-token.ts";
import { IS_MEMBER } from "./invite.ts";
import { isNoMember, stillMayInvite } from "./may-invite.ts";
import { NO_INVITATION, openInvitation, type WhichInvitation } from "./open-invitation.ts";

/** Who sends it again has invited. Refusals: `not_found`, `not_permitted`, `conflict` (is a member by now). */
export async function resendInvitation(
  act: Act,
  which: WhichInvitation,
  origin: string,
): Promise<Result<SentInvitation, Refusal>> {
  const before = await openInvitation(act, which);
  if (!before.ok) return before;
  const token = await mintInvitationToken(act.mint, origin);
  const applied = await renew(act, which, { before: before.value, digest: token.digest });
  const invitation = await findInvitation(act.db, which, act.now);
  if (invitation === null) return err(NO_INVITATION);
  return applied ? ok({ invitation, url: token.url }) : err(IS_MEMBER);
}

type Renewal = { readonly before: Invitation; readonly digest: string };

async function renew(act: Act, { workspaceId, id }: WhichInvitation, { before, digest }: Renewal): Promise<boolean> {
  const { userId } = act.principal;
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "invitation.resent",
    actor: actorOf(act),
    target: { type: "invitation", id },
    detail: { workspace: workspaceId, email: before.email, role: before.role },
    workspaces: [workspaceId],
  });
  const update = act.db
    .prepare(RENEW)
    .bind(id, workspaceId, null, null, act.now + INVITATION_LIFE_MS, null, userId, digest);
  return (await commit(act.db, { auditId, credentials: [], statements: [update, ...audit] })).applied;
}

/** Numbered as the conditions of `may-invite.ts` are. */
const RENEW = `
UPDATE invitation SET token_digest = ?8, expires_at = ?5, inviter_id = ?7
WHERE id = ?1 AND workspace_id = ?2 AND status = 'pending'
AND ${stillMayInvite("invitation.role")} AND ${isNoMember("invitation.email")}`;
