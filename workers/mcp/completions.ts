/**
 * `completion/complete`: ids of what the principal reaches, found by id or by title. What may not be listed is not
 * completed either; then, and for whatever has no completions, the answer is empty, never a refusal.
 */
import type { CompleteRequestParams, CompleteResult } from "@modelcontextprotocol/server";
import { listDocumentsInputSchema, searchDocumentsInputSchema } from "#shared/content/documents.ts";
import { listEventsInputSchema } from "#shared/content/events.ts";
import type { WorkspaceId } from "#shared/ids.ts";
import { listDocuments } from "#workers/content/documents/list-documents.ts";
import { searchDocuments } from "#workers/content/documents/search-documents.ts";
import { listEvents } from "#workers/content/events/list-events.ts";
import { listReachedWorkspaces } from "#workers/content/workspaces/list-reached-workspaces.ts";
import type { McpCall } from "./call.ts";
import type { Completer } from "./prompts/define-prompt.ts";
import { findPrompt } from "./prompts/table.ts";
import { documentResources, eventResources } from "./resource-kinds.ts";
import type { Tool } from "./tools/define-tool.ts";
import { listEventsTool } from "./tools/list-events.ts";
import { listWorkspacesTool } from "./tools/list-workspaces.ts";
import { searchDocumentsTool } from "./tools/search-documents.ts";
import { toolRefusal } from "./tools/table.ts";

/** Looked into at most this many workspaces and for this many ids in each: it is asked at every key stroke. */
const WORKSPACES_MAX = 5;
const VALUES_MAX = 20;

type Source = Completer | "documents";

/** The completions of one argument. */
export async function complete(call: McpCall, { ref, argument }: CompleteRequestParams): Promise<CompleteResult> {
  const source = ref.type === "ref/prompt" ? promptSource(ref.name, argument.name) : templateSource(ref.uri);
  const values = source === null ? [] : await valuesOf(call, source, argument.value);
  return { completion: { values: values.slice(0, 100), hasMore: false } };
}

function promptSource(prompt: string, argument: string): Source | null {
  return findPrompt(prompt)?.completers.get(argument) ?? null;
}

function templateSource(uri: string): Source | null {
  if (uri === eventResources.template.uriTemplate) return "events";
  return uri === documentResources.template.uriTemplate ? "documents" : null;
}

function valuesOf(call: McpCall, source: Source, typed: string): Promise<string[]> | string[] {
  switch (source) {
    case "events":
      return mayCall(call, listEventsTool) ? inWorkspaces(call, (id) => eventIds(call, id, typed)) : [];
    case "documents":
      return mayCall(call, searchDocumentsTool) ? inWorkspaces(call, (id) => documentIds(call, id, typed)) : [];
    case "workspaces":
      return mayCall(call, listWorkspacesTool) ? workspaceIds(call, typed) : [];
    default:
      return source.filter((choice) => choice.startsWith(typed.toLowerCase()));
  }
}

function mayCall({ principal }: McpCall, tool: Tool): boolean {
  return toolRefusal(tool, principal) === null;
}

async function inWorkspaces(
  { principal }: McpCall,
  idsIn: (workspace: WorkspaceId) => Promise<string[]>,
): Promise<string[]> {
  const ids = await Promise.all(principal.workspaces.slice(0, WORKSPACES_MAX).map(({ id }) => idsIn(id)));
  return ids.flat();
}

/** By the start of an id, or by a text of the event. */
async function eventIds({ deps, principal }: McpCall, workspace: WorkspaceId, typed: string): Promise<string[]> {
  const byId = typed.startsWith("evt_");
  const query = byId || typed === "" ? {} : { query: typed };
  const input = listEventsInputSchema.safeParse({ workspace, limit: byId ? 100 : VALUES_MAX, ...query });
  if (!input.success) return [];
  const page = await listEvents(deps, principal, input.data);
  return page.ok ? page.value.data.map(({ id }) => id).filter((id) => !byId || id.startsWith(typed)) : [];
}

async function documentIds({ deps, principal }: McpCall, workspace: WorkspaceId, typed: string): Promise<string[]> {
  const search = searchDocumentsInputSchema.safeParse({ workspace, query: typed, limit: VALUES_MAX });
  if (search.success && !typed.startsWith("doc_")) {
    const found = await searchDocuments(deps, principal, search.data);
    return found.ok ? found.value.data.map(({ id }) => id) : [];
  }
  const page = await listDocuments(deps, principal, listDocumentsInputSchema.parse({ workspace, limit: 100 }));
  return page.ok ? page.value.data.map(({ id }) => id).filter((id) => id.startsWith(typed)) : [];
}

async function workspaceIds({ deps, principal }: McpCall, typed: string): Promise<string[]> {
  const reached = await listReachedWorkspaces(deps, principal);
  if (!reached.ok) return [];
  const text = typed.toLowerCase();
  const matching = reached.value.data.filter(
    ({ id, name }) => id.startsWith(typed) || name.toLowerCase().includes(text),
  );
  return matching.map(({ id }) => id);
}
