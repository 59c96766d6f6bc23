/** What a good key meets at `/mcp` over HTTP: bad requests, its own limits, and how its use is counted. */
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { listen } from "./loopback.ts";
import { createKey, revokeKey, sendJson, startServer, type TestServer } from "./server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ ALLOW_LOOPBACK_WEBHOOKS: "1" });
});
afterAll(async () => {
  await server.stop();
});

const ALL = { scopes: ["mcp:read", "mcp:write", "mcp:execute"] };
const LIST = { jsonrpc: "2.0", id: 1, method: "tools/list" };
const CALL = { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "list_workspaces", arguments: {} } };

function post(secret: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const given = { "Content-Type": "application/json", Authorization: `Bearer ${secret}`, ...headers };
  return fetch(`${server.url}/mcp`, { method: "POST", headers: given, body });
}

function send(secret: string, message: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return post(secret, JSON.stringify(message), headers);
}

/** The HTTP status and the JSON-RPC code of an answer. */
async function refused(answer: Promise<Response>): Promise<[number, number]> {
  const response = await answer;
  const { error } = z.object({ error: z.object({ code: z.number() }) }).parse(await response.json());
  return [response.status, error.code];
}

test("requests that are no message are refused by their kind, each as a JSON-RPC error", async () => {
  const { secret } = await createKey(server, ALL);
  expect(await refused(post(secret, "{"))).toEqual([400, -32700]);
  expect(await refused(post(secret, ""))).toEqual([400, -32700]);
  expect(await refused(post(secret, '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}'))).toEqual([400, -32700]);
  expect(await refused(post(secret, "[".repeat(100) + "]".repeat(100)))).toEqual([400, -32700]);
  expect(await refused(post(secret, "7"))).toEqual([400, -32600]);
  expect(await refused(send(secret, [LIST, CALL]))).toEqual([400, -32600]);
  expect(await refused(send(secret, LIST, { "Content-Type": "text/plain" }))).toEqual([415, -32014]);
  expect(await refused(post(secret, `"${"x".repeat(1024 * 1024)}"`))).toEqual([413, -32014]);
  expect(await refused(send(secret, { ...LIST, method: "no/such" }))).toEqual([200, -32601]);
  expect(await refused(send(secret, LIST, { "Mcp-Protocol-Version": "1999-01-01" }))).toEqual([400, -32000]);
});

test("GET and DELETE are 405 and say what to use", async () => {
  const { secret } = await createKey(server, ALL);
  for (const method of ["GET", "DELETE"]) {
    const response = await fetch(`${server.url}/mcp`, { method, headers: { "X-Api-Key": secret } });
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("POST, OPTIONS");
  }
});

test("any Accept will do, and the answer is plain JSON", async () => {
  const { secret } = await createKey(server, ALL);
  for (const accept of ["*/*", "application/json", "text/event-stream", "text/html"]) {
    const response = await send(secret, CALL, { Accept: accept });
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("application/json");
  }
});

test("calls past the limit are 429 with the wait in header and sentence, while lists go on", async () => {
  const { secret } = await createKey(server, { ...ALL, rate_limit: { per_minute: 1, burst: 2 } });
  const first = await send(secret, CALL);
  expect(first.headers.get("RateLimit-Policy")).toBe('"default";q=2;w=120');
  expect(first.headers.get("RateLimit")).toMatch(/^"default";r=1;t=\d+$/);
  await send(secret, CALL);
  const limited = await send(secret, CALL);
  expect(limited.status).toBe(429);
  const seconds = Number(limited.headers.get("Retry-After"));
  expect(seconds).toBeGreaterThan(0);
  expect(await limited.json()).toMatchObject({
    id: 2,
    error: {
      code: -32012,
      message: expect.stringContaining(`retry in ${seconds} s`),
      data: { reason: "rate_limited" },
    },
  });
  for (const method of ["tools/list", "resources/list", "prompts/list", "ping"]) {
    expect((await send(secret, { ...LIST, method })).status).toBe(200);
  }
});

test("a call from the wrong address is refused in band, where the model reads it", async () => {
  const { secret } = await createKey(server, { ...ALL, allowed_ips: ["203.0.113.0/24"] });
  const call = await send(secret, CALL);
  expect(call.status).toBe(200);
  expect(await call.json()).toMatchObject({
    id: 2,
    result: { isError: true, content: [{ text: expect.stringContaining("limited to certain addresses") }] },
  });
  const list = await send(secret, LIST);
  expect([list.status, await list.json()]).toMatchObject([200, { id: 1, error: { code: -32011 } }]);
  const notification = await send(secret, { jsonrpc: "2.0", method: "notifications/initialized" });
  expect([notification.status, await notification.text()]).toEqual([202, ""]);
});

test("a key in the URL works on /mcp alone, and only where it was allowed", async () => {
  const open = await createKey(server, { ...ALL, allow_query: true });
  const shut = await createKey(server, ALL);
  const viaUrl = (secret: string): Promise<Response> => sendJson(`${server.url}/mcp?api_key=${secret}`, { body: CALL });
  expect((await viaUrl(open.secret)).status).toBe(200);
  const denied = await viaUrl(shut.secret);
  expect([denied.status, await denied.json()]).toMatchObject([
    401,
    { error: { data: { reason: "query_not_allowed" } } },
  ]);
  const rest = await fetch(`${server.url}/v1/me?api_key=${open.secret}`);
  expect(rest.status).toBe(401);
  expect(server.logs()).not.toContain(open.secret);
});

test("an automation runs its webhook, and the run is the tool's answer", async () => {
  const { secret } = await createKey(server, ALL);
  const received: string[] = [];
  const webhook = createServer((request, response) => {
    received.push(String(request.headers["latchkey-signature"]));
    request.resume().on("end", () => response.end("lights on"));
  });
  const url = `http://127.0.0.1:${await listen(webhook)}/hook`;
  const made = await sendJson(`${server.url}/v1/automations`, { key: secret, body: { name: "Lights", url } });
  const { automation } = z.object({ automation: z.object({ id: z.string() }) }).parse(await made.json());
  const params = { name: "run_automation", arguments: { id: automation.id, input: { level: 3 } } };
  const run = await send(secret, { ...CALL, params });
  expect(await run.json()).toMatchObject({
    result: { structuredContent: { status: "succeeded", response_status: 200, response_excerpt: "lights on" } },
  });
  expect(received).toEqual([expect.stringMatching(/^t=\d+,v1=[0-9a-f]{64}$/)]);
  webhook.close();
});

const usageSchema = z.object({
  by_operation: z.array(z.object({ surface: z.string(), operation: z.string(), count: z.number() })),
  by_outcome: z.array(z.object({ outcome: z.string(), count: z.number() })),
  by_client: z.array(z.object({ label: z.string(), count: z.number() })),
});

test("use is counted by tool, by outcome and by the name the client gives itself", async () => {
  const { id, secret } = await createKey(server, { scopes: ["mcp:read"] });
  const clientInfo = { name: "counted-client", version: "1" };
  const initialize = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
  await send(secret, { ...LIST, method: "initialize", params: initialize });
  await send(secret, CALL);
  await send(secret, { ...CALL, params: { name: "get_event", arguments: { id: "nonsense" } } });
  await send(secret, { ...CALL, params: { name: "create_event", arguments: {} } });
  await send(secret, { ...CALL, params: { name: "made up", arguments: {} } });
  await send(secret, { ...LIST, method: "made/up" });
  await revokeKey(server, id);
  await send(secret, CALL);
  const usage = async (): Promise<z.output<typeof usageSchema>> =>
    usageSchema.parse(
      await (await sendJson(`${server.url}/v1/keys/${id}/usage`, { key: server.managementKey, method: "GET" })).json(),
    );
  await expect
    .poll(async () => (await usage()).by_outcome.toSorted((a, b) => a.outcome.localeCompare(b.outcome)), {
      timeout: 10_000,
    })
    .toEqual([
      { outcome: "client_error", count: 3 },
      { outcome: "forbidden", count: 1 },
      { outcome: "ok", count: 2 },
      { outcome: "revoked_key", count: 1 },
    ]);
  const { by_operation: operations, by_client: clients } = await usage();
  expect(Object.fromEntries(operations.map(({ operation, count }) => [operation, count]))).toEqual({
    initialize: 1,
    list_workspaces: 2,
    get_event: 1,
    create_event: 1,
    "tools/call": 1,
    "unknown method": 1,
  });
  expect(clients).toContainEqual({ label: "counted-client", count: 1 });
});
