/** Who belongs to a workspace. */
import { z } from "zod";
import { userIdSchema, type WorkspaceId } from "#shared/ids.ts";
import type { Member, MemberPage, PageQuery } from "#shared/management/workspaces.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { roleSchema } from "#shared/scopes.ts";
import { decodeCursor, encodeCursor } from "#workers/db/cursor.ts";
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
): Promise<Result<MemberPage, Refusal>> {
  const role = roleIn(means.principal, workspaceId);
  if (!role.ok) return role;
  const position = query.cursor === undefined ? ok(null) : decodeCursor(query.cursor, positionSchema);
  if (!position.ok) return position;
  const [, joinedAt, id] = position.value ?? [null, null, null];
  const { results } = await means.db
    .prepare(LIST)
    .bind(workspaceId, joinedAt, id, query.limit + 1)
    .all();
  const members = results.slice(0, query.limit).map(memberFromRow);
  const last = members.at(-1);
  const more = results.length > members.length && last !== undefined;
  const next = more ? encodeCursor(["members", Date.parse(last.joined_at), last.user.id]) : null;
  return ok({ data: members, next_cursor: next });
}

function memberFromRow(raw: unknown): Member {
  const { role, created_at: joinedAt, ...user } = rowSchema.parse(raw);
  return { user, role, joined_at: new Date(joinedAt).toISOString() };
}

const LIST = `
SELECT u.id, u.name, u.email, m.role, m.created_at FROM member m JOIN user u ON u.id = m.user_id
WHERE m.workspace_id = ?1 AND (?2 IS NULL OR (m.created_at, u.id) > (?2, ?3))
ORDER BY m.created_at, u.id LIMIT ?4`;
