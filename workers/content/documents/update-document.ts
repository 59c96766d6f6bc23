/** Changes of a document; what is not given stays. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Document, UpdateDocumentInput } from "#shared/content/documents.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { documents } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { inReach } from "../reach.ts";
import { checkEvent, findDocument, toDocument } from "./document-rows.ts";

/** Refusals: `not_found`, for the document or for an event that is not of its workspace. */
export async function updateDocument(
  deps: ContentDeps,
  principal: Principal,
  input: UpdateDocumentInput,
): Promise<Result<Document, Refusal>> {
  const found = await findDocument(deps, principal, input.id);
  if (!found.ok) return found;
  const event = await checkEvent(deps, found.value.workspaceId, input.event_id);
  if (!event.ok) return event;
  const [row] = await drizzle(deps.db)
    .update(documents)
    .set({ title: input.title, body: input.body, eventId: input.event_id, updatedAt: deps.now })
    .where(eq(documents.id, input.id))
    .returning();
  const updated = inReach(principal, row, "document");
  return updated.ok ? ok(toDocument(updated.value)) : updated;
}
