/** The workspaces that the caller's key reaches. */
import { z } from "zod";
import { workspaceIdSchema } from "#shared/ids.ts";
import type { PageQuery, Workspace } from "#shared/management/workspaces.ts";
import type { Page } from "#shared/paging.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";

const positionSchema = z.tuple([z.literal("workspaces"), z.string(), z.string()]);
const rowSchema = z.object({ id: workspaceIdSchema, name: z.string(), role: roleSchema, created_at: z.number() });

/** One page, by name. Refusal: `invalid_request` for a cursor that is none of this list. */
export async function listWorkspaces(
  db: D1Database,
  principal: Principal,
  query: PageQuery,
): Promise<Result<Page<Workspace>, Refusal>> {
  const position = readPosition(query.cursor, positionSchema);
  if (!position.ok) return position;
  const [, name, id] = position.value ?? [null, null, null];
  const reached = JSON.stringify(principal.workspaces.map((workspace) => workspace.id));
  const { results } = await db
    .prepare(LIST)
    .bind(principal.userId, reached, name, id, query.limit + 1)
    .all();
  const rows = results.map((row) => rowSchema.parse(row));
  return ok(toPage(rows, { limit: query.limit, item: toWorkspace, place: (row) => ["workspaces", row.name, row.id] }));
}

function toWorkspace({ created_at: createdAt, ...workspace }: z.infer<typeof rowSchema>): Workspace {
  return { ...workspace, created_at: new Date(createdAt).toISOString() };
}

const LIST = `
SELECT w.id, w.name, m.role, w.created_at FROM workspace w JOIN member m ON m.workspace_id = w.id AND m.user_id = ?1
WHERE w.id IN (SELECT value FROM json_each(?2)) AND (?3 IS NULL OR (w.name, w.id) > (?3, ?4))
ORDER BY w.name, w.id LIMIT ?5`;
