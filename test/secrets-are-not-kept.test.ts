/** Promise 6: no secret, setup token or password is kept or told, but in the answers that show a new secret. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { newThings, ROUTE_EXAMPLES } from "./route-examples.ts";
import { signIn } from "./people.ts";
import { everything } from "./snapshot.ts";
import { type Answer, call, type CallOptions, sql, type World } from "./world.ts";
import { keyIdSchema, userIdSchema, workspaceIdSchema } from "#shared/ids.ts";

const PASSWORD = "correct horse battery staple 42";

/** Everything the Worker and its gates write to the log, as it is formatted. */
function captureLogs(): string[] {
  const lines: string[] = [];
  for (const level of ["debug", "log", "info", "warn", "error", "trace"] as const) {
    vi.spyOn(console, level).mockImplementation((...values: unknown[]) => {
      lines.push(values.map((value) => (value instanceof Error ? String(value.stack) : String(value))).join(" "));
    });
  }
  return lines;
}

/** Every stretch of twelve characters of a secret's own part, so that half of one is found too. */
function partsOf(secret: string): string[] {
  const own = secret.slice("lk_test_".length + 10, -6);
  return Array.from({ length: own.length - 11 }, (_, index) => own.slice(index, index + 12));
}

/** All that is said by requests, but for answers that show a new secret. */
const told: string[] = [];

async function ask(method: string, path: string, options: CallOptions): Promise<Answer> {
  const answer = await call(method, path, options);
  told.push(`${method} ${[...answer.headers].join("\n")}\n${answer.text}`);
  return answer;
}

const shownSchema = z.object({ secret: z.string(), key: z.object({ id: keyIdSchema }) });
const setUpSchema = shownSchema.extend({
  user: z.object({ id: userIdSchema, name: z.string(), email: z.string() }),
  workspace: z.object({ id: workspaceIdSchema }),
});

async function setUpWorld(): Promise<World> {
  const owner = { name: "Ada", email: "ada@example.com", password: PASSWORD };
  const claim = { setup_token: env.SETUP_TOKEN, owner, workspace: { name: "Stage" } };
  const { secret, key, user, workspace } = setUpSchema.parse((await call("POST", "/v1/setup", { body: claim })).body);
  await ask("POST", "/v1/setup", { body: claim });
  await ask("POST", "/v1/setup", { body: { ...claim, setup_token: 7, token: env.SETUP_TOKEN, [PASSWORD]: PASSWORD } });
  await ask("POST", "/v1/setup", { body: { ...claim, owner: { ...owner, password: [PASSWORD] } } });
  await ask("POST", "/v1/setup", { raw: `{"setup_token": "${env.SETUP_TOKEN}", "password": "${PASSWORD}"` });
  await sql(
    `UPDATE keys SET rate_per_minute = 100000, rate_burst = 100000,
      scopes = '["mcp:read","mcp:write","mcp:execute","keys:manage"]' WHERE id = ?1`,
    key.id,
  );
  return { owner: user, workspace: workspace.id, key: { id: key.id, secret } };
}

/** Where careless clients put a key: everywhere. */
async function carelessRequests(secret: string): Promise<void> {
  const key = secret;
  const encoded = encodeURIComponent(secret);
  const agents = [
    secret,
    `curl/8 ${secret}`,
    `${"x".repeat(30)} ${secret}`,
    `n8n/${secret.slice(8)}`,
    `${"x".repeat(36)}/${secret.slice(8)}`,
    secret.slice(0, 30),
  ];
  for (const agent of agents)
    await ask("GET", "/v1/me", { key, headers: { "User-Agent": agent, Referer: `https://x.test/?k=${secret}` } });
  for (const path of [
    `/v1/keys/${encoded}`,
    `/v1/${encoded}`,
    `/${encoded}`,
    `/v1/keys?search=${encoded}`,
    `/v1/keys?cursor=${encoded}`,
    `/v1/keys?${encoded}=1`,
    `/v1/audit?target=${encoded}`,
    `/v1/events?api_key=${encoded}`,
    `/v1/events?query=${encoded}`,
  ]) {
    await ask("GET", path, { key });
    await ask("PUT", path, { key });
    await ask("GET", path, {});
  }
  await ask("POST", "/v1/keys", {
    key,
    body: { [secret]: secret, scopes: [secret], workspaces: [secret], allowed_tools: [`${secret}!`] },
  });
  await ask("POST", "/v1/keys", { key, raw: `{"name": "${secret}`, headers: { "Content-Type": "application/json" } });
  await ask("POST", "/v1/keys/verify", { key, body: { secret, client: secret } });
  await ask("POST", "/v1/keys/verify", { key, body: { secret, tool: secret, ip: secret } });
  for (const header of [
    `Bearer ${secret}x`,
    `Basic ${secret}`,
    secret,
    `Bearer Bearer ${secret}`,
    `Bearer ${secret.slice(0, -6)}000000`,
  ]) {
    await ask("GET", "/v1/me", { headers: { Authorization: header, "X-Api-Key": secret } });
  }
}

async function mcpRequests(secret: string): Promise<void> {
  const clientInfo = { name: `agent ${secret}`, version: secret };
  const initialize = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
  const messages = [
    { method: "initialize", params: initialize },
    { method: "tools/list" },
    { method: secret },
    { method: "tools/call", params: { name: "list_events", arguments: {} } },
    { method: "tools/call", params: { name: secret, arguments: { [secret]: secret } } },
    { method: "tools/call", params: { name: "read_document", arguments: { id: secret } } },
    { method: "resources/templates/list", params: { cursor: secret } },
    { method: "prompts/get", params: { name: secret } },
  ];
  for (const [index, message] of messages.entries()) {
    const body = { jsonrpc: "2.0", id: index, ...message };
    const headers = { Accept: "application/json, text/event-stream" };
    await ask("POST", "/mcp", { key: secret, body, headers });
    await ask("POST", `/mcp?api_key=${secret}`, { body, headers });
    await ask("POST", `/mcp?api_key=${secret}x`, { body, headers });
  }
  await ask("GET", `/mcp?api_key=${secret}`, {});
  await ask("POST", `/mcp?api_key=${secret}`, { raw: secret, headers: { "Content-Type": "application/json" } });
}

const LIST_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*'";

/** All that gates keep in their own SQLite. */
async function gateRows(): Promise<string> {
  const { gate_leases: leases = [] } = await everything();
  const names = leases.map((lease) => z.string().parse(lease["gate"]));
  const rows = names.map((gateName) =>
    runInDurableObject(env.GATE.getByName(gateName), async (gate, { storage }) => {
      const tables = storage.sql.exec<{ name: string }>(LIST_TABLES).toArray();
      const before = tables.map(({ name }) => storage.sql.exec(`SELECT * FROM "${name}"`).toArray());
      await gate.alarm();
      return JSON.stringify([tables, before]);
    }),
  );
  return (await Promise.all(rows)).join("\n");
}

async function kvValues(): Promise<string> {
  const { keys } = await env.KV.list();
  return (await Promise.all(keys.map(async ({ name }) => `${name} ${(await env.KV.get(name)) ?? ""}`))).join("\n");
}

/** The workspace of all the requests is there until the last of them. */
function deletionLast([one]: [string, unknown], [other]: [string, unknown]): number {
  const [first, second] = [one, other].map((name) => Number(name === "DELETE /v1/workspaces/{id}"));
  return (first ?? 0) - (second ?? 0);
}

/** The token of the link that an answer shows, of an invitation or a reset. */
function linkToken({ body }: Answer): string | undefined {
  const url = z.object({ url: z.url() }).safeParse(body).data?.url;
  return url === undefined ? undefined : /[\w-]+$/.exec(url)?.[0];
}

test(
  "no secret, setup token or password is in a log, a table, KV, a gate or an answer",
  { timeout: 120_000 },
  async () => {
    const logs = captureLogs();
    const world = await setUpWorld();
    const wish = {
      name: "Careless",
      scopes: ["mcp:read", "mcp:write", "mcp:execute", "keys:manage"],
      workspaces: [world.workspace],
    };
    const made = await call("POST", "/v1/keys", { key: world.key.secret, body: { ...wish, allow_query: true } });
    const first = shownSchema.parse(made.body);
    await carelessRequests(first.secret);
    await mcpRequests(first.secret);
    const rotation = { key: world.key.secret, body: { grace_seconds: 600 } };
    const second = shownSchema.parse((await call("POST", `/v1/keys/${first.key.id}/rotate`, rotation)).body);
    await mcpRequests(first.secret);
    const tokens: string[] = [];
    for (const [name, example] of Object.entries(ROUTE_EXAMPLES).toSorted(deletionLast)) {
      await sql("UPDATE workspace SET name = 'Stage' WHERE id = ?1", world.workspace);
      const things = await newThings(world);
      await sql("INSERT INTO key_workspaces (key_id, workspace_id) VALUES (?1, ?2)", second.key.id, things.empty);
      const { path, body } = example.request({ ...things, secret: second.secret });
      const session = example.by === "session" ? await signIn({ ...world.owner, name: "Ada" }) : null;
      const credential = session === null ? { key: second.secret } : { headers: session.headers };
      const answer = await call(name.split(" ")[0] ?? "", path, { ...credential, body });
      if (session !== null) tokens.push(session.token);
      expect([name, answer.status]).toEqual([name, example.success]);
      const own = z.object({ secret: z.string() }).safeParse(answer.body).data?.secret ?? linkToken(answer);
      if (own !== undefined) tokens.push(own);
      told.push(own === undefined ? answer.text : answer.text.replaceAll(own, ""));
    }
    await vi.waitFor(async () => {
      expect(await kvValues()).toContain(first.key.id);
    });
    // The journal is written a second after the use.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const places = {
      logs: logs.join("\n"),
      gates: await gateRows(),
      tables: JSON.stringify(await everything()),
      kv: await kvValues(),
      answers: told.join("\n"),
    };
    const secrets = [world.key.secret, first.secret, second.secret];
    const needles = [...secrets.flatMap(partsOf), ...tokens, env.SETUP_TOKEN, PASSWORD, env.PEPPER];
    for (const [place, text] of Object.entries(places)) {
      expect([place, text.includes(first.key.id)]).toEqual([place, true]);
      expect([place, needles.filter((needle) => text.includes(needle))]).toEqual([place, []]);
    }
  },
);
