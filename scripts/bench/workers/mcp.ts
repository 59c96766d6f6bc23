/**
 * The product's `/mcp` with a tool that reads no storage, and beside it a route that answers the same bytes with
 * nothing in front: it parses, validates with zod, makes the result and writes it. That is the limit.
 */
import { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "#workers/http/app-env.ts";
import { mcpRoutes } from "#workers/mcp/mcp-routes.ts";
import { CACHE_HINTS, SERVER_INFO } from "#workers/mcp/self-description.ts";
import { TOOLS } from "#workers/mcp/tools/table.ts";
import { SEEDED } from "./seeded.ts";

export { Gate } from "#workers/gate/gate.ts";
export { Seed } from "./seed.ts";

const messageSchema = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.string(), z.number()]),
  method: z.enum(["tools/call", "tools/list"]),
  params: z.object({
    name: z.literal("list_workspaces").optional(),
    arguments: z.strictObject({}).optional(),
    /** There in the era of 2026-07-28 alone. */
    _meta: z.record(z.string(), z.unknown()).optional(),
  }),
});
type Message = z.infer<typeof messageSchema>;

const LISTED = TOOLS.filter(({ scope }) => SEEDED.scopes.includes(scope)).map(({ listing }) => listing);

const app = new Hono<AppEnv>()
  .post("/bare", async (c) => {
    const message = messageSchema.parse(JSON.parse(await c.req.text()));
    return c.json({ result: resultOf(message), jsonrpc: "2.0", id: message.id });
  })
  .route("/", mcpRoutes);

function resultOf({ method, params }: Message): object {
  const isModern = params["_meta"] !== undefined;
  const result = method === "tools/call" ? called() : { tools: LISTED };
  if (!isModern) return result;
  return {
    ...result,
    resultType: "complete",
    ...(method === "tools/list" ? CACHE_HINTS["tools/list"] : {}),
    _meta: { "io.modelcontextprotocol/serverInfo": SERVER_INFO },
  };
}

function called(): object {
  const value = { data: [{ id: SEEDED.workspace, name: SEEDED.workspaceName, role: SEEDED.role }] };
  return { content: [{ type: "text", text: JSON.stringify(value) }], structuredContent: value };
}

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
