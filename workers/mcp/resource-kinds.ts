/**
 * What can be read as a resource. Each kind is the data of two tools under another name, and opens with them: a key that
 * may not call `read_document` reads no document here either, so `allowed_tools` can't be walked around.
 */
import type { ReadResourceResult, Resource, ResourceTemplateType } from "@modelcontextprotocol/server";
import { epochMs } from "#shared/brand.ts";
import { documentIdSchema, eventIdSchema, type WorkspaceId } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import type { AutomationDeps } from "#workers/content/deps.ts";
import { listDocuments } from "#workers/content/documents/list-documents.ts";
import { readDocument } from "#workers/content/documents/read-document.ts";
import { getEvent } from "#workers/content/events/get-event.ts";
import { listEvents } from "#workers/content/events/list-events.ts";
import type { Tool } from "./tools/define-tool.ts";
import { getEventTool } from "./tools/get-event.ts";
import { listEventsTool } from "./tools/list-events.ts";
import { readDocumentTool } from "./tools/read-document.ts";
import { searchDocumentsTool } from "./tools/search-documents.ts";

const PAGE_SIZE = 50;
/** Events that ended within the last week are still recent. */
const RECENT_MS = 7 * 24 * 60 * 60 * 1000;

type Contents = ReadResourceResult["contents"];

export type ResourceKind = {
  readonly template: ResourceTemplateType;
  /** The tool whose data a read is, and the one whose data a list is. */
  readonly reads: Tool;
  readonly lists: Tool;
  /** The recent ones of one workspace. */
  readonly list: (
    deps: AutomationDeps,
    principal: Principal,
    workspace: WorkspaceId,
  ) => Promise<Result<Resource[], Refusal>>;
  /** Reads the resource that the URI names; null when it names none of this kind. */
  readonly read: (
    uri: string,
  ) => ((deps: AutomationDeps, principal: Principal) => Promise<Result<Contents, Refusal>>) | null;
};

const EVENTS = "latchkey://events/";
const DOCUMENTS = "latchkey://documents/";

export const eventResources: ResourceKind = {
  template: {
    uriTemplate: `${EVENTS}{id}`,
    name: "event",
    title: "Event",
    description: "An event with venue, times, status and notes.",
    mimeType: "application/json",
  },
  reads: getEventTool,
  lists: listEventsTool,
  async list(deps, principal, workspace) {
    const from = epochMs(deps.now - RECENT_MS);
    const page = await listEvents(deps, principal, { workspace, from, limit: PAGE_SIZE });
    if (!page.ok) return page;
    return ok(
      page.value.data.map((event) => ({
        uri: `${EVENTS}${event.id}`,
        name: event.title,
        description: `Event, ${event.status}, starts ${event.starts_at}`,
        mimeType: "application/json",
        annotations: { lastModified: event.updated_at },
      })),
    );
  },
  read(uri) {
    const id = eventIdSchema.safeParse(idOf(uri, EVENTS));
    if (!id.success) return null;
    return async (deps, principal) => {
      const event = await getEvent(deps, principal, { id: id.data });
      return event.ok ? ok([{ uri, mimeType: "application/json", text: JSON.stringify(event.value) }]) : event;
    };
  },
};

export const documentResources: ResourceKind = {
  template: {
    uriTemplate: `${DOCUMENTS}{id}`,
    name: "document",
    title: "Document",
    description: "The markdown body of a document.",
    mimeType: "text/markdown",
  },
  reads: readDocumentTool,
  lists: searchDocumentsTool,
  async list(deps, principal, workspace) {
    const page = await listDocuments(deps, principal, { workspace, limit: PAGE_SIZE });
    if (!page.ok) return page;
    return ok(
      page.value.data.map((document) => ({
        uri: `${DOCUMENTS}${document.id}`,
        name: document.title,
        description: `Document, last changed ${document.updated_at}`,
        mimeType: "text/markdown",
        annotations: { lastModified: document.updated_at },
      })),
    );
  },
  read(uri) {
    const id = documentIdSchema.safeParse(idOf(uri, DOCUMENTS));
    if (!id.success) return null;
    return async (deps, principal) => {
      const document = await readDocument(deps, principal, { id: id.data });
      return document.ok ? ok([{ uri, mimeType: "text/markdown", text: document.value.body }]) : document;
    };
  },
};

export const RESOURCE_KINDS: readonly ResourceKind[] = [eventResources, documentResources];

function idOf(uri: string, start: string): string | null {
  return uri.startsWith(start) ? uri.slice(start.length) : null;
}
