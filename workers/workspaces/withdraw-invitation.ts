/** Takes an invitation back: its link stops working at once. */
import { auditIdSchema, newId } from "#shared/ids.ts";
import type { WithdrawnInvitation } from "#shared/management/invitations.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { NO_INVITATION, openInvitation, type WhichInvitation } from "./open-invitation.ts";

/** The row goes, so that no address of a stranger stays. Refusals: `not_found` (accepted by now, too), `not_permitted`. */
export async function withdrawInvitation(
  act: Act,
  which: WhichInvitation,
): Promise<Result<WithdrawnInvitation, Refusal>> {
  const before = await openInvitation(act, which);
  if (!before.ok) return before;
  const { workspaceId, id } = which;
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "invitation.withdrawn",
    actor: actorOf(act),
    target: { type: "invitation", id },
    detail: { workspace: workspaceId, email: before.value.email, role: before.value.role },
    workspaces: [workspaceId],
  });
  const removal = act.db
    .prepare("DELETE FROM invitation WHERE id = ?1 AND workspace_id = ?2 AND status = 'pending'")
    .bind(id, workspaceId);
  const committed = await commit(act.db, { auditId, credentials: [], statements: [removal, ...audit] });
  return committed.applied ? ok({ withdrawn: true, id }) : err(NO_INVITATION);
}
