/** A document in a list: everything but its body, which may be large. */
import { type DocumentSummary, documentSummarySchema } from "#shared/content/documents.ts";
import { isoTime } from "#shared/content/times.ts";
import type { DocumentRow } from "./document-rows.ts";

/** What a list reads of a document. */
export type SummaryRow = Omit<DocumentRow, "body">;

/** The row as lists show it; `snippet` is what a search found. */
export function toSummary(row: SummaryRow, snippet: string | null): DocumentSummary {
  return documentSummarySchema.parse({
    id: row.id,
    workspace_id: row.workspaceId,
    event_id: row.eventId,
    title: row.title,
    created_at: isoTime(row.createdAt),
    updated_at: isoTime(row.updatedAt),
    snippet,
  });
}
