/** `tools/list` and `tools/call`. A refusal is a result with `isError`, because only that reaches the model (R5). */
import type { CallToolResult, ListToolsResult } from "@modelcontextprotocol/server";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { attempt, type McpCall } from "./call.ts";
import { rpcSentence } from "./codes.ts";
import type { Tool } from "./tools/define-tool.ts";
import { findTool, toolRefusal, TOOLS } from "./tools/table.ts";

/** The tools that the principal may call, always in the same order (2026-07-28, tools/list). */
export function listTools(principal: Principal): ListToolsResult {
  return { tools: TOOLS.filter((tool) => toolRefusal(tool, principal) === null).map(({ listing }) => listing) };
}

const UNKNOWN_TOOL: Refusal = {
  code: "invalid_request",
  errors: [{ path: "/name", message: "there is no such tool; tools/list names those that this key may call" }],
};

/** The tool to call, hidden or not; refuses one that does not exist, which is a JSON-RPC error (2026-07-28, Tools). */
export function requestedTool(name: string): Result<Tool, Refusal> {
  const tool = findTool(name);
  return tool === undefined ? err(UNKNOWN_TOOL) : ok(tool);
}

/** Calls the tool; one that the principal may not call says which scope or permission is missing. */
export async function callTool(call: McpCall, tool: Tool, args: unknown): Promise<CallToolResult> {
  const result = await attempt(call, () => {
    const refusal = toolRefusal(tool, call.principal);
    return refusal === null ? tool.run(call.deps, call.principal, args ?? {}) : err(refusal);
  });
  if (!result.ok) return toolError(result.error, call.requestId);
  // The same twice, since clients of before 2025-06-18 know only text (2026-07-28, Tools, "Structured Content").
  return { content: [{ type: "text", text: JSON.stringify(result.value) }], structuredContent: result.value };
}

/** A refusal as a tool's result: our sentence, and the request id where someone has to look into it. */
export function toolError(refusal: Refusal, requestId: string): CallToolResult {
  const sentence = rpcSentence(refusal);
  const text = refusal.code === "internal_error" ? `${sentence} It is ${requestId}.` : sentence;
  return { content: [{ type: "text", text }], isError: true };
}
