/** Who belongs to a workspace. */
import { z } from "zod";
import { userIdSchema, type WorkspaceId } from "#shared/ids.ts";
import type { Member, PageQuery } from "#shared/management/workspaces.ts";
import type { Page } from "#shared/paging.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { roleIn } from "./workspace-role.ts";

const positionSchema = z.tuple([z.literal("members"), z.number(), z.string()]);
const rowSchema = z.object({
  id: userIdSchema,
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  created_at: z.number(),
});

/** One page, the first to join first. Refusals: `not_found` (workspace), `invalid_request` (cursor). */
export async function listMembers(
  means: { readonly db: D1Database; readonly principal: Principal },
  workspaceId: WorkspaceId,
  query: PageQuery,
): Promise<Result<Page<Member>, Refusal>> {
  const role = roleIn(means.principal, workspaceId);
  if (!role.ok) return role;
  const position = readPosition(query.cursor, positionSchema);
  if (!position.ok) return position;
  const [, joinedAt, id] = position.value ?? [null, null, null];
  const { results } = await means.db
    .prepare(LIST)
    .bind(workspaceId, joinedAt, id, query.limit + 1)
    .all();
  const rows = results.map((row) => rowSchema.parse(row));
  return ok(toPage(rows, { limit: query.limit, item: toMember, place: (row) => ["members", row.created_at, row.id] }));
}

function toMember({ role, created_at: joinedAt, ...user }: z.infer<typeof rowSchema>): Member {
  return { user, role, joined_at: new Date(joinedAt).toISOString() };
}

const LIST = `
SELECT u.id, u.name, u.email, m.role, m.created_at FROM member m JOIN user u ON u.id = m.user_id
WHERE m.workspace_id = ?1 AND (?2 IS NULL OR (m.created_at, u.id) > (?2, ?3))
ORDER BY m.created_at, u.id LIMIT ?4`;
