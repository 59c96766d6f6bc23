/** The workspaces that the caller reaches. */
import { z } from "zod";
import type { PageQuery, Workspace } from "#shared/management/workspaces.ts";
import type { Page } from "#shared/paging.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { SELECT_WORKSPACES, toWorkspace, workspaceRow } from "./workspace-rows.ts";

const positionSchema = z.tuple([z.literal("workspaces"), z.string(), z.string()]);

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
  const rows = results.map((row) => workspaceRow.parse(row));
  return ok(toPage(rows, { limit: query.limit, item: toWorkspace, place: (row) => ["workspaces", row.name, row.id] }));
}

const LIST = `${SELECT_WORKSPACES}
WHERE w.id IN (SELECT value FROM json_each(?2)) AND (?3 IS NULL OR (w.name, w.id) > (?3, ?4))
ORDER BY w.name, w.id LIMIT ?5`;
