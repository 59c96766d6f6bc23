/** What somebody is in a workspace, in D1 now. */
import { z } from "zod";
import type { UserId, WorkspaceId } from "#shared/ids.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import type { Role } from "#shared/scopes.ts";

const roleRow = z.object({ role: roleSchema });

/** `null` when they do not belong to it. */
export async function memberRole(db: D1Database, workspaceId: WorkspaceId, userId: UserId): Promise<Role | null> {
  const row = await db
    .prepare("SELECT role FROM member WHERE workspace_id = ?1 AND user_id = ?2")
    .bind(workspaceId, userId)
    .first();
  return row === null ? null : roleRow.parse(row).role;
}
