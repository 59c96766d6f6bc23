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
export function listedTools(principal: Principal): Tool[] {
  return TOOLS.filter((tool) => toolRefusal(tool, principal) === null);
}

/** {@link listedTools} as a result. */
export function listTools(principal: Principal): ListToolsResult {
  return { tools: listedTools(principal).map(({ listing }) => listing) };
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

/** What a tool answered, before it is a result of the protocol. */
export type ToolAnswer =
  /** `text` is `value` as JSON. */
  | { readonly isError: false; readonly value: unknown; readonly text: string }
  | { readonly isError: true; readonly text: string };

/** Calls the tool; one that the principal may not call says which scope or permission is missing. */
export async function runTool(call: McpCall, tool: Tool, args: unknown): Promise<ToolAnswer> {
  const result = await attempt(call, async () => {
    const refusal = toolRefusal(tool, call.principal);
    if (refusal !== null) return err(refusal);
    const value = await tool.run(call.deps, call.principal, args ?? {});
    return value.ok ? ok({ value: value.value, text: JSON.stringify(value.value) }) : value;
  });
  return result.ok
    ? { isError: false, ...result.value }
    : { isError: true, text: toolErrorText(result.error, call.requestId) };
}

/** {@link runTool} as a result. */
export async function callTool(call: McpCall, tool: Tool, args: unknown): Promise<CallToolResult> {
  const answer = await runTool(call, tool, args);
  const content: CallToolResult["content"] = [{ type: "text", text: answer.text }];
  // The same twice, since clients of before 2025-06-18 know only text (2026-07-28, Tools, "Structured Content").
  return answer.isError ? { content, isError: true } : { content, structuredContent: answer.value };
}

/** A refusal as a tool's result. */
export function toolError(refusal: Refusal, requestId: string): CallToolResult {
  return { content: [{ type: "text", text: toolErrorText(refusal, requestId) }], isError: true };
}

/** Our sentence, and the request id where someone has to look into it. */
function toolErrorText(refusal: Refusal, requestId: string): string {
  const sentence = rpcSentence(refusal);
  return refusal.code === "internal_error" ? `${sentence} It is ${requestId}.` : sentence;
}
