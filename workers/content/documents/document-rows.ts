/** A document between its row and the wire. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { type Document, documentSchema } from "#shared/content/documents.ts";
import { isoTime } from "#shared/content/times.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { documents, events } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { inReach } from "../reach.ts";

/** A row without its number, which is the full-text index's alone. */
export type DocumentRow = Omit<typeof documents.$inferSelect, "number">;

/** The document of that id; `not_found` when there is none or it is out of reach. */
export async function findDocument(
  deps: ContentDeps,
  principal: Principal,
  id: string,
): Promise<Result<DocumentRow, Refusal>> {
  const [row] = await drizzle(deps.db).select().from(documents).where(eq(documents.id, id));
  return inReach(principal, row, "document");
}

/** A document's event must be of the document's own workspace; one of another reads as one that does not exist. */
export async function checkEvent(
  deps: ContentDeps,
  workspaceId: string,
  eventId: string | null | undefined,
): Promise<Result<null, Refusal>> {
  if (eventId === null || eventId === undefined) return ok(null);
  const [event] = await drizzle(deps.db)
    .select({ workspaceId: events.workspaceId })
    .from(events)
    .where(eq(events.id, eventId));
  return event?.workspaceId === workspaceId ? ok(null) : err({ code: "not_found", what: "event" });
}

/** The row as surfaces show it. */
export function toDocument(row: DocumentRow): Document {
  return documentSchema.parse({
    id: row.id,
    workspace_id: row.workspaceId,
    event_id: row.eventId,
    title: row.title,
    body: row.body,
    created_at: isoTime(row.createdAt),
    updated_at: isoTime(row.updatedAt),
  });
}
