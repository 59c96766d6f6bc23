/** What the statement of an invitation, or of a new member, looks at itself, besides what was looked up before it. */

/**
 * `?2` is the workspace, `?7` who invites or adds; `role` is the role that the invitation gives. Whoever was removed or
 * demoted in the moment before gives out no link: their removal could not have withdrawn one that came after it.
 */
export function stillMayInvite(role: string): string {
  return `EXISTS (SELECT 1 FROM member c WHERE c.workspace_id = ?2 AND c.user_id = ?7
    AND (c.role = 'owner' OR (c.role = 'admin' AND ${role} <> 'owner')))`;
}

/** `?2` is the workspace; `email` is who is invited. */
export function isNoMember(email: string): string {
  return `NOT EXISTS (SELECT 1 FROM member m JOIN user u ON u.id = m.user_id
    WHERE m.workspace_id = ?2 AND u.email = ${email})`;
}
