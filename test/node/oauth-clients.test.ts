/** Real SDK clients that are given nothing but the URL: from 401 to tools, renewed, stepped up, disconnected. */
import { Client as ClientV2, StreamableHTTPClientTransport as TransportV2 } from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { MemoryProvider } from "./oauth-provider.ts";
import { type ConsentWish, Person } from "./person.ts";
import { sendJson, startServer, type TestServer } from "./server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.stop());

type Session = { readonly client: Client; readonly provider: MemoryProvider };

/** As the SDK's documentation has it: connect, be refused, let the person answer, finish, connect again. */
async function connectV1(scopes?: readonly string[]): Promise<Session> {
  const provider = new MemoryProvider();
  const url = new URL(`${server.url}/mcp`);
  const refused = new StreamableHTTPClientTransport(url, { authProvider: provider });
  await expect(new Client({ name: "v1", version: "1" }).connect(refused)).rejects.toThrow(UnauthorizedError);
  const wish = scopes === undefined ? {} : { scopes };
  const sentTo = await new Person(server.url).answerConsent(provider.authorizationUrl, wish);
  expect(sentTo.searchParams.get("iss")).toBe(server.url);
  await refused.finishAuth(sentTo.searchParams.get("code") ?? "");
  const client = new Client({ name: "v1", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(url, { authProvider: provider }));
  return { client, provider };
}

const appsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

async function appIds(): Promise<string[]> {
  const response = await sendJson(`${server.url}/v1/connected-apps`, { key: server.managementKey, method: "GET" });
  return appsSchema.parse(await response.json()).data.map(({ id }) => id);
}

async function disconnect(id: string): Promise<unknown> {
  const url = `${server.url}/v1/connected-apps/${id}?confirm=used-recently`;
  return (await sendJson(url, { key: server.managementKey, method: "DELETE" })).json();
}

test("a v1 client goes from 401 to tools with nothing but the URL, and back when it is disconnected", async () => {
  const before = await appIds();
  const { client } = await connectV1();
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain("list_events");
  await client.callTool({ name: "list_workspaces", arguments: {} });
  const app = (await appIds()).find((id) => !before.includes(id));
  expect(await disconnect(app ?? "none")).toMatchObject({ propagation: { state: "everywhere" } });
  await expect(client.listTools()).rejects.toThrow(UnauthorizedError);
});

test("a v1 client renews its token by itself, and is asked nothing", async () => {
  const { client, provider } = await connectV1();
  const { access_token: before } = provider.saved();
  provider.spoilAccessToken();
  expect((await client.listTools()).tools.length).toBeGreaterThan(0);
  expect(provider.saved().access_token).not.toBe(before);
});

const WRITE = { name: "create_event", arguments: { title: "x", starts_at: "2026-01-01T00:00:00Z" } };

test("a v1 client that may only read is refused a write, and not left in a circle", async () => {
  const { client } = await connectV1([]);
  // This SDK renews its token instead of asking the person, which gives it no more, and then it stops.
  await expect(client.callTool(WRITE)).rejects.toThrow("Server returned 403 after trying upscoping");
});

type Era = "legacy" | { readonly pin: "2026-07-28" };

async function connectV2(mode: Era, wish: ConsentWish = {}): Promise<{ client: ClientV2; provider: MemoryProvider }> {
  const provider = new MemoryProvider();
  const url = new URL(`${server.url}/mcp`);
  const refused = new TransportV2(url, { authProvider: provider });
  const options = { versionNegotiation: { mode } };
  await expect(new ClientV2({ name: "v2", version: "1" }, options).connect(refused)).rejects.toThrow(/Unauthorized/);
  const sentTo = await new Person(server.url).answerConsent(provider.authorizationUrl, wish);
  await refused.finishAuth(sentTo.searchParams);
  const client = new ClientV2({ name: "v2", version: "1" }, options);
  await client.connect(new TransportV2(url, { authProvider: provider }));
  return { client, provider };
}

test.each<Era>(["legacy", { pin: "2026-07-28" }])(
  "a v2 client connects with nothing but the URL, era %j",
  async (era) => {
    const { client } = await connectV2(era);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain("list_events");
    await client.close();
  },
);

test("a v2 client that may only read asks its person for what a write takes besides, and can write then", async () => {
  const era = { pin: "2026-07-28" } as const;
  const { client, provider } = await connectV2(era, { scopes: [] });
  await expect(client.callTool(WRITE)).rejects.toThrow(/Unauthorized/);
  expect(provider.authorizationUrl.searchParams.get("scope")).toBe("mcp:read mcp:write");
  const sentTo = await new Person(server.url).answerConsent(provider.authorizationUrl);
  const transport = new TransportV2(new URL(`${server.url}/mcp`), { authProvider: provider });
  await transport.finishAuth(sentTo.searchParams);
  const again = new ClientV2({ name: "v2", version: "1" }, { versionNegotiation: { mode: era } });
  await again.connect(transport);
  expect(await again.callTool(WRITE)).toMatchObject({ structuredContent: { title: "x" } });
});

test("somebody who cancels is sent back, and the client is told", async () => {
  const provider = new MemoryProvider();
  const transport = new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { authProvider: provider });
  await expect(new Client({ name: "v1", version: "1" }).connect(transport)).rejects.toThrow(UnauthorizedError);
  const sentTo = await new Person(server.url).answerConsent(provider.authorizationUrl, { decision: "cancel" });
  expect(Object.fromEntries(sentTo.searchParams)).toMatchObject({ error: "access_denied", iss: server.url });
  expect(sentTo.origin + sentTo.pathname).toBe(provider.redirectUrl);
});

test("nothing of it is in the log: neither code, token nor cookie", async () => {
  const { provider } = await connectV1();
  const { access_token: access, refresh_token: refresh = "none" } = provider.saved();
  const [, , randomOfAccess = access] = access.split(".");
  const [, , randomOfRefresh = refresh] = refresh.split(".");
  for (const secret of [randomOfAccess, randomOfRefresh, "code="]) expect(server.logs()).not.toContain(secret);
});
