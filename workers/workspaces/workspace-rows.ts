/** Workspaces as rows, and rows as the wire shows them to one of their members. */
import { z } from "zod";
import { type UserId, type WorkspaceId, workspaceIdSchema } from "#shared/ids.ts";
import type { Workspace } from "#shared/management/workspaces.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import { KEY_POLICY_COLUMNS, keyPolicyOf, keyPolicyRow } from "#workers/db/key-policies.ts";

/** `?1` is the viewer's user id; a workspace they do not belong to is no row. */
export const SELECT_WORKSPACES = `
SELECT w.id, w.name, w.slug, m.role, w.created_at, ${KEY_POLICY_COLUMNS}
FROM workspace w JOIN member m ON m.workspace_id = w.id AND m.user_id = ?1`;

/** A row of {@link SELECT_WORKSPACES}. */
export const workspaceRow = keyPolicyRow.extend({
  id: workspaceIdSchema,
  name: z.string(),
  slug: z.string(),
  role: roleSchema,
  created_at: z.number(),
});

/** The row on the wire. */
export function toWorkspace(row: z.infer<typeof workspaceRow>): Workspace {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    role: row.role,
    created_at: new Date(row.created_at).toISOString(),
    key_policy: keyPolicyOf(row),
  };
}

/** The workspace as the viewer sees it now; `null` when it is gone, or they do not belong to it. */
export async function findWorkspace(db: D1Database, viewer: UserId, id: WorkspaceId): Promise<Workspace | null> {
  const row = await db.prepare(`${SELECT_WORKSPACES} WHERE w.id = ?2`).bind(viewer, id).first();
  return row === null ? null : toWorkspace(workspaceRow.parse(row));
}
