/** Members as rows, and rows as the wire shows them. Every read of members for people goes through this SELECT. */
import { z } from "zod";
import { type UserId, userIdSchema, type WorkspaceId } from "#shared/ids.ts";
import type { Member } from "#shared/management/members.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import type { Role } from "#shared/scopes.ts";

/**
 * `?1` is the workspace, `?2` is 1 for a viewer who runs it: only they learn of others' keys and when others were here.
 * A revoked key opens nothing, so it does not count. The last use of the dashboard is that of any live session; of keys,
 * those of the last day that any was used are read; of apps, which are few, all.
 */
export const SELECT_MEMBERS = `
SELECT u.id, u.name, u.email, m.role, m.created_at,
  CASE WHEN ?2 THEN (SELECT count(*) FROM key_listings l
    WHERE l.list = m.workspace_id AND l.owner_id = m.user_id AND l.status <> 'revoked') END AS keys,
  CASE WHEN ?2 THEN max(
    coalesce((SELECT max(s.updated_at) FROM session s WHERE s.user_id = u.id), 0),
    coalesce((SELECT max(k.last_used_at) FROM key_listings l CROSS JOIN keys k ON k.id = l.key_id
      WHERE l.list = m.workspace_id AND l.owner_id = m.user_id AND l.used_day = (SELECT d.used_day
        FROM key_listings d WHERE d.list = m.workspace_id AND d.owner_id = m.user_id
        ORDER BY d.used_day DESC LIMIT 1)), 0),
    coalesce((SELECT max(a.last_used_at) FROM connected_apps a JOIN connected_app_workspaces aw ON aw.app_id = a.id
      WHERE a.owner_id = m.user_id AND aw.workspace_id = m.workspace_id), 0)) END AS last_active_at
FROM member m JOIN user u ON u.id = m.user_id`;

/** A row of {@link SELECT_MEMBERS}. */
export const memberRow = z.object({
  id: userIdSchema,
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  created_at: z.number(),
  keys: z.number().nullable(),
  last_active_at: z.number().nullable(),
});

/** The row on the wire. */
export function toMember(row: z.infer<typeof memberRow>): Member {
  const activeAt = row.last_active_at ?? 0;
  return {
    user: { id: row.id, name: row.name, email: row.email },
    role: row.role,
    joined_at: new Date(row.created_at).toISOString(),
    keys: row.keys,
    last_active_at: activeAt > 0 ? new Date(activeAt).toISOString() : null,
  };
}

/** What {@link SELECT_MEMBERS} binds for its `?2`. */
export function runsIt(role: Role): 0 | 1 {
  return role === "member" ? 0 : 1;
}

/** The member as a viewer of that role sees them; `null` when they do not belong to the workspace. */
export async function findMember(
  db: D1Database,
  { workspaceId, userId }: { readonly workspaceId: WorkspaceId; readonly userId: UserId },
  viewer: Role,
): Promise<Member | null> {
  const row = await db
    .prepare(`${SELECT_MEMBERS} WHERE m.workspace_id = ?1 AND m.user_id = ?3`)
    .bind(workspaceId, runsIt(viewer), userId)
    .first();
  return row === null ? null : toMember(memberRow.parse(row));
}
