/** `resources/list`, `resources/templates/list` and `resources/read`. */
import type {
  ListResourcesResult,
  ListResourceTemplatesResult,
  ReadResourceResult,
} from "@modelcontextprotocol/server";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { McpCall } from "./call.ts";
import { RESOURCE_KINDS } from "./resource-kinds.ts";
import { toolRefusal } from "./tools/table.ts";

/**
 * The recent events and documents, a workspace a page: an answer costs two reads however many workspaces a key reaches.
 * The cursor is the id of the page's workspace. A kind that the principal may not list is left out, without a word.
 */
export async function listResources(
  { principal, deps }: McpCall,
  cursor: string | undefined,
): Promise<Result<ListResourcesResult, Refusal>> {
  const workspaces = principal.workspaces.map(({ id }) => id).toSorted();
  const index = cursor === undefined ? 0 : workspaces.findIndex((id) => id === cursor);
  const workspace = workspaces[index];
  if (workspace === undefined) return cursor === undefined ? ok({ resources: [] }) : err(UNKNOWN_CURSOR);
  const kinds = RESOURCE_KINDS.filter(({ lists }) => toolRefusal(lists, principal) === null);
  const pages = await Promise.all(kinds.map((kind) => kind.list(deps, principal, workspace)));
  const next = workspaces[index + 1];
  const refused = pages.find((page) => !page.ok);
  if (refused !== undefined) return refused;
  const resources = pages.flatMap((page) => (page.ok ? page.value : []));
  return ok({ resources, ...(next !== undefined && kinds.length > 0 ? { nextCursor: next } : {}) });
}

const UNKNOWN_CURSOR: Refusal = {
  code: "invalid_request",
  errors: [{ path: "/cursor", message: "expected the nextCursor of the page before" }],
};

/** The templates of what the principal may read. */
export function listResourceTemplates(principal: Principal): ListResourceTemplatesResult {
  const readable = RESOURCE_KINDS.filter(({ reads }) => toolRefusal(reads, principal) === null);
  return { resourceTemplates: readable.map(({ template }) => template) };
}

/** Refusals: what the kind's tool would be refused with, and `not_found`, alike for no such URI and out of reach. */
export async function readResource(
  { principal, deps }: McpCall,
  uri: string,
): Promise<Result<ReadResourceResult, Refusal>> {
  for (const kind of RESOURCE_KINDS) {
    const read = kind.read(uri);
    if (read !== null) {
      const refusal = toolRefusal(kind.reads, principal);
      if (refusal !== null) return err(refusal);
      const contents = await read(deps, principal);
      return contents.ok ? ok({ contents: contents.value }) : contents;
    }
  }
  return err({ code: "not_found", what: "resource" });
}

/** Repeated in the error (SEP-2164), as far as it is a plain URI. */
export function aboutUri(uri: string): Record<string, string> {
  return /^[\x21-\x7e]{1,256}$/.test(uri) ? { uri } : {};
}
