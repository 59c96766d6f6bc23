/**
 * Real clients against the real server over a socket: connect, list, read, write, be refused, be revoked. What each of
 * them says when its key is no good is in `mcp-clients-scenarios.test.ts`.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspect as askInspector } from "#scripts/clients/libraries/inspector.ts";
import { CLIENTS, paths } from "./clients.ts";
import { createKey, revokeKey, sendJson, startServer, type TestServer } from "./server.ts";

const READ_AND_WRITE = { scopes: ["mcp:read", "mcp:write"] };
const TOOLS = [
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
];
const EVENT = { title: "Gala", starts_at: "2027-05-01T18:00:00Z" };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
});

/** What the Inspector prints; rejects with what it says on stderr. */
async function inspect(key: string, ...args: string[]): Promise<string> {
  return askInspector({ url: `${server.url}/mcp`, key, env: paths() }, args);
}

describe.each(Object.entries(CLIENTS))("%s", (_, connect) => {
  test("lists, reads and writes what its key allows, and is refused at once when the key is revoked", async () => {
    const key = await createKey(server, READ_AND_WRITE);
    const client = await connect(server.url, key.secret);
    expect(await client.tools()).toEqual(TOOLS);
    const event = await client.call("create_event", EVENT);
    expect(event).toMatchObject({ structuredContent: { title: "Gala", status: "draft" } });
    const id = event.structuredContent?.["id"];
    expect(await client.call("get_event", { id })).toMatchObject({ structuredContent: { id } });
    expect(await client.resources()).toContain(`latchkey://events/${String(id)}`);
    expect(await client.prompts()).toContain("plan_event_day");
    const outOfScope = await client.call("run_automation", { id: "aut_0000000000000000" });
    expect(outOfScope).toMatchObject({ isError: true, content: [{ text: expect.stringContaining("mcp:execute") }] });
    await revokeKey(server, key.id);
    await expect(client.call("get_event", { id })).rejects.toThrow(/revoked|401|sign in/i);
    await client.close();
  });
});

describe("the Inspector's command line", () => {
  test("finds nothing to criticise in the tools of either era, and calls one", async () => {
    const key = await createKey(server, { scopes: ["mcp:read", "mcp:write", "mcp:execute"] });
    for (const era of ["legacy", "modern"]) {
      const listed = await inspect(key.secret, "--method", "tools/list", "--strict", "--protocol-era", era);
      expect(listed).toContain('"run_automation"');
      const call = ["--method", "tools/call", "--tool-name", "list_workspaces", "--protocol-era", era];
      expect(await inspect(key.secret, ...call)).toContain(server.workspaceId);
    }
  });
});

describe("n8n's HTTP node", () => {
  test("reads a page, writes, and finds a readable sentence in error.message when refused", async () => {
    const key = await createKey(server, READ_AND_WRITE);
    const created = await sendJson(`${server.url}/v1/events`, { key: key.secret, body: EVENT });
    expect(created.status).toBe(201);
    const listed = await sendJson(`${server.url}/v1/events`, { key: key.secret, method: "GET" });
    expect(await listed.json()).toMatchObject({ data: expect.any(Array), next_cursor: null });
    const denied = await sendJson(`${server.url}/v1/automations`, { key: key.secret, method: "GET" });
    expect(denied.status).toBe(403);
    expect(await denied.json()).toMatchObject({ error: { message: expect.stringContaining("mcp:execute") } });
    await revokeKey(server, key.id);
    const revoked = await sendJson(`${server.url}/v1/events`, { key: key.secret, method: "GET" });
    expect(revoked.status).toBe(401);
    expect(await revoked.json()).toMatchObject({ error: { message: expect.stringMatching(/was revoked on \d{4}/) } });
  });
});
