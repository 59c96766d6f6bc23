/** The names of the MCP tools, for who narrows a key to some of them. The tools are in `workers/mcp/tools/`. */
import type { Scope } from "./scopes.ts";

export const TOOL_NAMES = [
  "list_workspaces",
  "list_events",
  "get_event",
  "search_documents",
  "read_document",
  "get_production_status",
  "create_event",
  "update_event",
  "create_document",
  "update_document",
  "update_production_item",
  "list_automations",
  "run_automation",
] as const;

export type ToolName = (typeof TOOL_NAMES)[number];

/** The scope that each tool asks for, as the tools themselves declare it. */
export const TOOL_SCOPES: Readonly<Record<ToolName, Scope>> = {
  list_workspaces: "mcp:read",
  list_events: "mcp:read",
  get_event: "mcp:read",
  search_documents: "mcp:read",
  read_document: "mcp:read",
  get_production_status: "mcp:read",
  create_event: "mcp:write",
  update_event: "mcp:write",
  create_document: "mcp:write",
  update_document: "mcp:write",
  update_production_item: "mcp:write",
  list_automations: "mcp:execute",
  run_automation: "mcp:execute",
};
