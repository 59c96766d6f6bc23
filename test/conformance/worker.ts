/**
 * The conformance suite's fixtures, served by the product's own endpoint code (`workers/mcp/`): what the suite proves of
 * the protocol here holds for `/mcp`, which serves other tools. No credential is asked for, since the suite sends none.
 */
import { McpServer } from "@modelcontextprotocol/server";
import { Hono } from "hono";
import type { AppEnv } from "#workers/http/app-env.ts";
import { rpcError } from "#workers/mcp/codes.ts";
import { isAllowedOrigin, openToBrowsers, preflight } from "#workers/mcp/cors.ts";
import { mcpEndpoint } from "#workers/mcp/endpoint.ts";
import { parseMessage, readBody } from "#workers/mcp/message.ts";
import { registerContentTools } from "./content-tools.ts";
import { registerInputTools, stateCodec } from "./input-tools.ts";
import { registerPrompts } from "./prompts.ts";
import { registerResources } from "./resources.ts";

const SERVER_INFO = { name: "latchkey-conformance", version: "1.0.0" };

function buildServer(): McpServer {
  const server = new McpServer(SERVER_INFO, {
    capabilities: {
      tools: { listChanged: false },
      resources: { listChanged: false },
      prompts: { listChanged: false },
      completions: {},
      logging: {},
    },
    cacheHints: { "tools/list": { ttlMs: 1000, cacheScope: "private" } },
    requestState: { verify: (state, context) => stateCodec.verify(state, context) },
  });
  registerContentTools(server);
  registerInputTools(server);
  registerResources(server);
  registerPrompts(server);
  return server;
}

/** Old clients get streams here, because the suite's logging and progress tools write before their result. */
const serveMcp = mcpEndpoint<null>({
  build: buildServer,
  legacyStreams: ({ method }) => method === "tools/call",
});

export default new Hono<AppEnv>()
  .use("/mcp", openToBrowsers())
  .options("/mcp", preflight)
  .all("/mcp", async (c) => {
    if (!isAllowedOrigin(c.req.raw, [])) return c.json(rpcError({ code: "origin_not_allowed" }, null, "req_none"), 403);
    if (c.req.method !== "POST") return c.json({ error: "method_not_allowed" }, 405, { Allow: "POST, OPTIONS" });
    const message = parseMessage(await readBody(c.req.raw));
    if (!message.ok) return c.json(rpcError(message.error, null, "req_none"), 400);
    return serveMcp(c.req.raw, message.value, null);
  });
