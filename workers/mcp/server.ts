/**
 * The server of one message. Capabilities are declared in full, whatever the message, so that they do not depend on who
 * asks; of the handlers only the one that this message needs is set. Nothing is kept between messages.
 */
import { type CacheHint, McpServer, type McpServerOptions } from "@modelcontextprotocol/server";
import { ok } from "#shared/result.ts";
import { answer, type McpCall } from "./call.ts";
import { complete } from "./completions.ts";
import { mcpEndpoint } from "./endpoint.ts";
import { INSTRUCTIONS } from "./instructions.ts";
import type { JsonObject } from "./message.ts";
import { getPrompt, listPrompts } from "./prompt-calls.ts";
import { aboutUri, listResources, listResourceTemplates, readResource } from "./resources.ts";
import { callTool, listTools, requestedTool } from "./tool-calls.ts";

const SERVER_INFO = { name: "latchkey", title: "Latchkey", version: "1.0.0" };

const OPTIONS: McpServerOptions = {
  instructions: INSTRUCTIONS,
  // NOTE: listChanged true would make each 2026 client hold a stream that no other isolate can write to; ttlMs instead.
  capabilities: {
    tools: { listChanged: false },
    resources: { listChanged: false },
    prompts: { listChanged: false },
    completions: {},
  },
  cacheHints: {
    "server/discover": forThisCaller(300),
    "tools/list": forThisCaller(60),
    "prompts/list": forThisCaller(60),
    "resources/templates/list": forThisCaller(60),
    "resources/list": forThisCaller(10),
    "resources/read": forThisCaller(0),
  },
};

/** Lists depend on the key, so no cache may share them (2026-07-28, Caching). The time bounds a stale list only. */
function forThisCaller(seconds: number): CacheHint {
  return { ttlMs: seconds * 1000, cacheScope: "private" };
}

/** The protocol layer below the SDK's registry of tools: it takes handlers as they are. */
type Server = McpServer["server"];

/** Sets the handler of one method on the server of one call. */
type Registration = (server: Server, call: McpCall) => void;

const HANDLERS: ReadonlyMap<string, Registration> = new Map<string, Registration>([
  [
    "tools/list",
    (server, call) => server.setRequestHandler("tools/list", () => answer(call, () => ok(listTools(call.principal)))),
  ],
  [
    "tools/call",
    (server, call) =>
      server.setRequestHandler("tools/call", async ({ params }) => {
        const tool = await answer(call, () => requestedTool(params.name));
        return callTool(call, tool, params.arguments);
      }),
  ],
  [
    "resources/list",
    (server, call) =>
      server.setRequestHandler("resources/list", ({ params }) =>
        answer(call, () => listResources(call, params?.cursor)),
      ),
  ],
  [
    "resources/templates/list",
    (server, call) =>
      server.setRequestHandler("resources/templates/list", () =>
        answer(call, () => ok(listResourceTemplates(call.principal))),
      ),
  ],
  [
    "resources/read",
    (server, call) =>
      server.setRequestHandler("resources/read", ({ params }) =>
        answer(call, () => readResource(call, params.uri), aboutUri(params.uri)),
      ),
  ],
  [
    "prompts/list",
    (server, call) =>
      server.setRequestHandler("prompts/list", () => answer(call, () => ok(listPrompts(call.principal)))),
  ],
  [
    "prompts/get",
    (server, call) =>
      server.setRequestHandler("prompts/get", ({ params }) =>
        answer(call, () => getPrompt(call.principal, params.name, params.arguments)),
      ),
  ],
  [
    "completion/complete",
    (server, call) =>
      server.setRequestHandler("completion/complete", ({ params }) =>
        answer(call, async () => ok(await complete(call, params))),
      ),
  ],
]);

/** Whether the method is one whose handler is ours, so that a call which never reached it was refused before. */
export function isHandled(method: string): boolean {
  return HANDLERS.has(method);
}

function buildServer({ method }: JsonObject, call: McpCall): McpServer {
  const server = new McpServer(SERVER_INFO, OPTIONS);
  const register = typeof method === "string" ? HANDLERS.get(method) : undefined;
  register?.(server.server, call);
  return server;
}

/** The domain's endpoint, for a caller who was let in. */
export const serveMcp = mcpEndpoint<McpCall>({ build: buildServer });
