/** A new document in a workspace. */
import { drizzle } from "drizzle-orm/d1";
import type { CreateDocumentInput, Document } from "#shared/content/documents.ts";
import { documentIdSchema, newId } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { documents } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { resolveWorkspace } from "../reach.ts";
import { checkEvent, type DocumentRow, toDocument } from "./document-rows.ts";

/** Refusals: those of the workspace, and `not_found` for an event that is not of this workspace. */
export async function createDocument(
  deps: ContentDeps,
  principal: Principal,
  input: CreateDocumentInput,
): Promise<Result<Document, Refusal>> {
  const workspace = resolveWorkspace(principal, input.workspace);
  if (!workspace.ok) return workspace;
  const event = await checkEvent(deps, workspace.value, input.event_id);
  if (!event.ok) return event;
  const row: DocumentRow = {
    id: newId(documentIdSchema, "doc", deps.mint),
    workspaceId: workspace.value,
    eventId: input.event_id ?? null,
    title: input.title,
    body: input.body,
    createdAt: deps.now,
    updatedAt: deps.now,
  };
  await drizzle(deps.db).insert(documents).values(row);
  return ok(toDocument(row));
}
