/** All tools, in the order in which `tools/list` shows them: read, write, execute. A new tool is a file and a line here. */
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Tool } from "./define-tool.ts";
import { createDocumentTool } from "./create-document.ts";
import { createEventTool } from "./create-event.ts";
import { getEventTool } from "./get-event.ts";
import { getProductionStatusTool } from "./get-production-status.ts";
import { listAutomationsTool } from "./list-automations.ts";
import { listEventsTool } from "./list-events.ts";
import { listWorkspacesTool } from "./list-workspaces.ts";
import { readDocumentTool } from "./read-document.ts";
import { runAutomationTool } from "./run-automation.ts";
import { searchDocumentsTool } from "./search-documents.ts";
import { updateDocumentTool } from "./update-document.ts";
import { updateEventTool } from "./update-event.ts";
import { updateProductionItemTool } from "./update-production-item.ts";

export const TOOLS: readonly Tool[] = [
  listWorkspacesTool,
  listEventsTool,
  getEventTool,
  searchDocumentsTool,
  readDocumentTool,
  getProductionStatusTool,
  createEventTool,
  updateEventTool,
  createDocumentTool,
  updateDocumentTool,
  updateProductionItemTool,
  listAutomationsTool,
  runAutomationTool,
];

const byName: ReadonlyMap<string, Tool> = new Map(TOOLS.map((tool) => [tool.name, tool]));

/** The tool of that name, whoever may call it. */
export function findTool(name: string): Tool | undefined {
  return byName.get(name);
}

/** Why the principal may not call the tool, or null. Scopes do not imply each other. */
export function toolRefusal({ name, scope }: Tool, { scopes, allowedTools }: Principal): Refusal | null {
  if (!scopes.includes(scope)) return { code: "missing_scope", needed: [scope] };
  if (allowedTools !== null && !allowedTools.includes(name)) return { code: "tool_not_allowed" };
  return null;
}
