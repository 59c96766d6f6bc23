/** What an MCP client of each era sends, as it is sent. */
import type { HttpRequest } from "./http-request.ts";

export type Era = "2026-07-28" | "2025-11-25";
export type Method = "tools/call" | "tools/list";

const ENVELOPE = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1.0" },
  "io.modelcontextprotocol/clientCapabilities": {},
};
const TOOL = "list_workspaces";

/** The message, for `/mcp` or for a route that answers the same. */
export function mcpRequest(path: string, bearer: string, { method, era }: { method: Method; era: Era }): HttpRequest {
  const isModern = era === "2026-07-28";
  const isCall = method === "tools/call";
  const params = { ...(isCall ? { name: TOOL, arguments: {} } : {}), ...(isModern ? { _meta: ENVELOPE } : {}) };
  return {
    path,
    bearer,
    headers: {
      Accept: "application/json, text/event-stream",
      "MCP-Protocol-Version": era,
      ...(isModern ? { "Mcp-Method": method } : {}),
      ...(isModern && isCall ? { "Mcp-Name": TOOL } : {}),
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  };
}
