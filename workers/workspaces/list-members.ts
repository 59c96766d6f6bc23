/** Who belongs to a workspace. */
import { z } from "zod";
import type { WorkspaceId } from "#shared/ids.ts";
import type { Member } from "#shared/management/members.ts";
import type { PageQuery } from "#shared/management/workspaces.ts";
import type { Page } from "#shared/paging.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { memberRow, runsIt, SELECT_MEMBERS, toMember } from "./member-rows.ts";
import { roleIn } from "./workspace-role.ts";

const positionSchema = z.tuple([z.literal("members"), z.number(), z.string()]);

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
    .bind(workspaceId, runsIt(role.value), joinedAt, id, query.limit + 1)
    .all();
  const rows = results.map((row) => memberRow.parse(row));
  return ok(toPage(rows, { limit: query.limit, item: toMember, place: (row) => ["members", row.created_at, row.id] }));
}

const LIST = `${SELECT_MEMBERS}
WHERE m.workspace_id = ?1 AND (m.created_at, m.user_id) > (coalesce(?3, -1), coalesce(?4, ''))
ORDER BY m.created_at, m.user_id LIMIT ?5`;
