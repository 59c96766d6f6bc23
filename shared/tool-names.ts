/** The names of the MCP tools, for who narrows a key to some of them. The tools are in `workers/mcp/tools/`. */
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
