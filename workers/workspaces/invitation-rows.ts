/** Invitations as rows, and rows as the wire shows them. The digest of a token is never read here. */
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import { type InvitationId, invitationIdSchema, userIdSchema, type WorkspaceId } from "#shared/ids.ts";
import type { Invitation } from "#shared/management/invitations.ts";
import { roleSchema } from "#shared/scope-schema.ts";

/** `?1` is the workspace, `?2` is now. Those that nobody has accepted, whether or not their time is over. */
export const SELECT_INVITATIONS = `
SELECT i.id, i.email, i.role, i.created_at, i.expires_at, i.expires_at <= ?2 AS is_expired,
  i.inviter_id, u.name AS inviter_name
FROM invitation i JOIN user u ON u.id = i.inviter_id
WHERE i.workspace_id = ?1 AND i.status = 'pending'`;

/** A row of {@link SELECT_INVITATIONS}. */
export const invitationRow = z.object({
  id: invitationIdSchema,
  email: z.string(),
  role: roleSchema,
  created_at: z.number(),
  expires_at: z.number(),
  is_expired: z.number(),
  inviter_id: userIdSchema,
  inviter_name: z.string(),
});

/** The row on the wire. */
export function toInvitation(row: z.infer<typeof invitationRow>): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    status: row.is_expired === 0 ? "pending" : "expired",
    created_at: new Date(row.created_at).toISOString(),
    expires_at: new Date(row.expires_at).toISOString(),
    invited_by: { id: row.inviter_id, name: row.inviter_name },
  };
}

/** The invitation, if it is one of this workspace and open. */
export async function findInvitation(
  db: D1Database,
  where: { readonly workspaceId: WorkspaceId; readonly id: InvitationId },
  now: EpochMs,
): Promise<Invitation | null> {
  const row = await db.prepare(`${SELECT_INVITATIONS} AND i.id = ?3`).bind(where.workspaceId, now, where.id).first();
  return row === null ? null : toInvitation(invitationRow.parse(row));
}
