/** The documents of a workspace, the last changed first. */
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { DocumentPage, ListDocumentsInput } from "#shared/content/documents.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { documents } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { resolveWorkspace } from "../reach.ts";
import { toSummary } from "./document-summary.ts";

const positionSchema = z.tuple([z.literal("documents"), z.number(), z.string()]);

const SUMMARY_COLUMNS = {
  id: documents.id,
  workspaceId: documents.workspaceId,
  eventId: documents.eventId,
  title: documents.title,
  createdAt: documents.createdAt,
  updatedAt: documents.updatedAt,
};

/** Refusals: those of the workspace, and `invalid_request` for a bad cursor. */
export async function listDocuments(
  deps: ContentDeps,
  principal: Principal,
  input: ListDocumentsInput,
): Promise<Result<DocumentPage, Refusal>> {
  const workspace = resolveWorkspace(principal, input.workspace);
  if (!workspace.ok) return workspace;
  const position = readPosition(input.cursor, positionSchema);
  if (!position.ok) return position;
  const rows = await drizzle(deps.db)
    .select(SUMMARY_COLUMNS)
    .from(documents)
    .where(
      and(
        eq(documents.workspaceId, workspace.value),
        input.event && eq(documents.eventId, input.event),
        after(position.value),
      ),
    )
    .orderBy(desc(documents.updatedAt), desc(documents.id))
    .limit(input.limit + 1);
  return ok(
    toPage(rows, {
      limit: input.limit,
      item: (row) => toSummary(row, null),
      place: (row) => ["documents", row.updatedAt, row.id],
    }),
  );
}

function after(position: z.output<typeof positionSchema> | null): SQL | undefined {
  if (position === null) return undefined;
  return sql`(${documents.updatedAt}, ${documents.id}) < (${position[1]}, ${position[2]})`;
}
