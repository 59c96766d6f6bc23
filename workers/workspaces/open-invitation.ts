/** An open invitation that the caller has power over. */
import type { InvitationId, WorkspaceId } from "#shared/ids.ts";
import type { Invitation } from "#shared/management/invitations.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { findInvitation } from "./invitation-rows.ts";
import { refuseOverMember, runningRoleIn } from "./workspace-role.ts";

export type WhichInvitation = { readonly workspaceId: WorkspaceId; readonly id: InvitationId };

/** Refusals: `not_found` (workspace, invitation), `not_permitted` (a member; an admin with an owner's invitation). */
export async function openInvitation(act: Act, which: WhichInvitation): Promise<Result<Invitation, Refusal>> {
  const caller = runningRoleIn(act.principal, which.workspaceId);
  if (!caller.ok) return caller;
  const invitation = await findInvitation(act.db, which, act.now);
  if (invitation === null) return err(NO_INVITATION);
  const refusal = refuseOverMember(caller.value, invitation.role);
  return refusal === null ? ok(invitation) : err(refusal);
}

/** It was accepted, withdrawn, or never there. */
export const NO_INVITATION: Refusal = { code: "not_found", what: "invitation" };
