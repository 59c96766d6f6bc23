/** Full-text search over the documents of a workspace, the best match first. */
import { z } from "zod";
import type { DocumentPage, SearchDocumentsInput } from "#shared/content/documents.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { encodeCursor } from "#workers/db/cursor.ts";
import type { ContentDeps } from "../deps.ts";
import { readPosition } from "#workers/db/pages.ts";
import { resolveWorkspace } from "../reach.ts";
import { toSummary } from "./document-summary.ts";
import { matchExpression } from "./match-expression.ts";

/** Ranks have no stable key, so a search goes on by count; nobody reads past this many. */
const OFFSET_MAX = 1000;
const positionSchema = z.tuple([z.literal("search"), z.int().min(1).max(OFFSET_MAX)]);

const hitsSchema = z.array(
  z.object({
    id: z.string(),
    workspaceId: z.string(),
    eventId: z.string().nullable(),
    title: z.string(),
    createdAt: z.number(),
    updatedAt: z.number(),
    snippet: z.string(),
  }),
);

/** A match in the title weighs four times one in the body; the snippet is of the body, 32 words at most. */
const SEARCH = `
  SELECT documents.id AS id, documents.workspace_id AS workspaceId, documents.event_id AS eventId,
    documents.title AS title, documents.created_at AS createdAt, documents.updated_at AS updatedAt,
    snippet(documents_fts, 1, '**', '**', '…', 32) AS snippet
  FROM documents_fts JOIN documents ON documents.number = documents_fts.rowid
  WHERE documents_fts MATCH ?1 AND documents.workspace_id = ?2 AND (?3 IS NULL OR documents.event_id = ?3)
  ORDER BY bm25(documents_fts, 4.0, 1.0), documents.id
  LIMIT ?4 OFFSET ?5`;

/**
 * Any text is a good query; one without a word finds nothing. Refusals: those of the workspace, and `invalid_request`
 * for a bad cursor.
 */
export async function searchDocuments(
  deps: ContentDeps,
  principal: Principal,
  input: SearchDocumentsInput,
): Promise<Result<DocumentPage, Refusal>> {
  const workspace = resolveWorkspace(principal, input.workspace);
  if (!workspace.ok) return workspace;
  const position = readPosition(input.cursor, positionSchema);
  if (!position.ok) return position;
  const expression = matchExpression(input.query);
  if (expression === null) return ok({ data: [], next_cursor: null });
  const offset = position.value?.[1] ?? 0;
  const { results } = await deps.db
    .prepare(SEARCH)
    .bind(expression, workspace.value, input.event ?? null, input.limit + 1, offset)
    .all();
  const hits = hitsSchema.parse(results);
  const next = offset + input.limit;
  return ok({
    data: hits.slice(0, input.limit).map(({ snippet, ...row }) => toSummary(row, snippet)),
    next_cursor: hits.length > input.limit && next <= OFFSET_MAX ? encodeCursor(["search", next]) : null,
  });
}
