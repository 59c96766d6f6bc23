/**
 * The server of one message, of whose handlers only the one that this message needs is set; nothing is kept between
 * messages. The common messages need no server: they are answered by `fast-path.ts` with the bytes that this would send.
 */
import { McpServer, type McpServerOptions } from "@modelcontextprotocol/server";
import { ok } from "#shared/result.ts";
import { answer, type McpCall } from "./call.ts";
import { complete } from "./completions.ts";
import { type Endpoint, mcpEndpoint } from "./endpoint.ts";
import { answerFast, type Written } from "./fast-path.ts";
import { INSTRUCTIONS } from "./instructions.ts";
import type { JsonObject } from "./json-object.ts";
import { getPrompt, listPrompts } from "./prompt-calls.ts";
import { aboutUri, listResources, listResourceTemplates, readResource } from "./resources.ts";
import { CACHE_HINTS, CAPABILITIES, SERVER_INFO } from "./self-description.ts";
import { callTool, listTools, requestedTool } from "./tool-calls.ts";

const OPTIONS: McpServerOptions = { instructions: INSTRUCTIONS, capabilities: CAPABILITIES, cacheHints: CACHE_HINTS };

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

/** Every message by a server of the SDK, for a caller who was let in. */
export const serveBySdk: Endpoint<McpCall> = mcpEndpoint<McpCall>({ build: buildServer });

/** The domain's endpoint, for a caller who was let in: the fast path where it is certain, else {@link serveBySdk}. */
export async function serveMcp(request: Request, message: JsonObject, call: McpCall): Promise<Written | Response> {
  return (await answerFast(request, message, call)) ?? serveBySdk(request, message, call);
}
