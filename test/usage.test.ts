/** What a key's page shows of its use: whole series of buckets, and the same counts by everything that tells them apart. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { signIn } from "./people.ts";
import { type Answer, call, join, newKey, newPerson, newWorld, type World } from "./world.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const iso = (ms: number): string => new Date(ms).toISOString();

const countsSchema = z.object({ ok: z.number(), failed: z.number(), refused: z.number(), total: z.number() });
const labelled = z.array(z.object({ label: z.string(), count: z.number() }));
const usageSchema = z.object({
  from: z.string(),
  to: z.string(),
  totals: countsSchema,
  buckets: z.array(countsSchema.extend({ start: z.string() })),
  by_operation: z.array(z.object({ operation: z.string(), count: z.number() })),
  by_outcome: z.array(z.object({ outcome: z.string(), count: z.number() })),
  by_client: labelled,
  by_country: labelled,
});

function ask({ key }: World, id: string, query: Record<string, string>): Promise<Answer> {
  return call("GET", `/v1/keys/${id}/usage?${new URLSearchParams(query).toString()}`, { key: key.secret });
}

async function usage(world: World, id: string, query: Record<string, string>): Promise<z.infer<typeof usageSchema>> {
  const answer = await ask(world, id, query);
  expect(answer.status).toBe(200);
  return usageSchema.parse(answer.body);
}

type Counted = { readonly at: number; readonly outcome?: string; readonly client?: string; readonly country?: string };

async function count(id: string, { at, outcome = "ok", client = "", country = "" }: Counted): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO usage_hourly (credential_id, hour, surface, operation, outcome, client, country, count)
     VALUES (?1, ?2, 'mcp', 'list_events', ?3, ?4, ?5, 1) ON CONFLICT DO UPDATE SET count = count + 1`,
  )
    .bind(id, at - (at % HOUR_MS), outcome, client, country)
    .run();
}

/** Noon of a day long past, so that no clock moves the buckets of a test. */
const NOON = Date.UTC(2026, 4, 20, 12);

async function usedKey(): Promise<{ readonly world: World; readonly id: string }> {
  const world = await newWorld();
  const { id } = await newKey(world.owner, { workspaces: [world.workspace] });
  await count(id, { at: NOON, client: "curl", country: "DE" });
  await count(id, { at: NOON, client: "curl", country: "DE" });
  await count(id, { at: NOON - HOUR_MS, outcome: "client_error", client: "claude-code", country: "FR" });
  await count(id, { at: NOON - 2 * DAY_MS, outcome: "rate_limited", client: "curl", country: "FR" });
  return { world, id };
}

const SERIES = [
  { name: "24 hours", bucket: "hour", spanMs: 23 * HOUR_MS, buckets: 24 },
  { name: "7 days", bucket: "day", spanMs: 6 * DAY_MS, buckets: 7 },
  { name: "30 days", bucket: "day", spanMs: 29 * DAY_MS, buckets: 30 },
  { name: "90 days", bucket: "day", spanMs: 89 * DAY_MS, buckets: 90 },
  { name: "31 days by hour", bucket: "hour", spanMs: 31 * DAY_MS, buckets: 31 * 24 + 1 },
  { name: "400 days", bucket: "day", spanMs: 400 * DAY_MS, buckets: 401 },
] as const;

test.for(SERIES)("$name of use are a whole series, the empty buckets too", async ({ bucket, spanMs, buckets }) => {
  const { world, id } = await usedKey();
  const to = NOON + HOUR_MS / 2;
  const shown = await usage(world, id, { bucket, from: iso(to - spanMs), to: iso(to) });
  expect(shown.buckets).toHaveLength(buckets);
  const stepMs = bucket === "hour" ? HOUR_MS : DAY_MS;
  const lastStart = NOON - (NOON % stepMs);
  const starts = Array.from({ length: buckets }, (_, index) => iso(lastStart - (buckets - 1 - index) * stepMs));
  expect(shown.buckets.map(({ start }) => start)).toEqual(starts);
  expect(shown.from).toBe(starts[0]);
  const sum = shown.buckets.reduce((total, { total: one }) => total + one, 0);
  expect([sum, shown.totals.total]).toEqual([shown.totals.total, bucket === "hour" && buckets === 24 ? 3 : 4]);
  expect(shown.buckets.at(-1)).toMatchObject(bucket === "hour" ? { ok: 2, total: 2 } : { ok: 2, failed: 1, total: 3 });
});

test("the same counts are shown by tool, client, country and outcome, the most first", async () => {
  const { world, id } = await usedKey();
  const shown = await usage(world, id, { from: iso(NOON - 7 * DAY_MS), to: iso(NOON + 1) });
  expect(shown).toMatchObject({
    totals: { ok: 2, failed: 1, refused: 1, total: 4 },
    by_operation: [{ operation: "list_events", count: 4 }],
    by_outcome: [{ outcome: "ok", count: 2 }, expect.anything(), expect.anything()],
    by_client: [
      { label: "curl", count: 3 },
      { label: "claude-code", count: 1 },
    ],
  });
  expect(new Set(shown.by_country.map(({ label, count: total }) => `${label} ${total}`))).toEqual(
    new Set(["DE 2", "FR 2"]),
  );
});

test("a key without use has a series of zeros", async () => {
  const world = await newWorld();
  const shown = await usage(world, world.key.id, { bucket: "day", from: iso(NOON - 3 * DAY_MS), to: iso(NOON) });
  expect(shown.buckets.map(({ total }) => total)).toEqual([0, 0, 0, 0]);
  expect(shown.by_client).toEqual([]);
});

test("a span that is empty, backwards or too long is refused", async () => {
  const { world, id } = await usedKey();
  const spans = [
    { from: iso(NOON), to: iso(NOON) },
    { from: iso(NOON + DAY_MS), to: iso(NOON) },
    { from: iso(NOON - 33 * DAY_MS), to: iso(NOON), bucket: "hour" },
    { from: iso(NOON - 402 * DAY_MS), to: iso(NOON), bucket: "day" },
  ];
  for (const span of spans) expect(await ask(world, id, span)).toMatchObject({ status: 400 });
});

test("a key's use is shown to its owner and to who runs a workspace it reaches, by session too, and to nobody else", async () => {
  const { world, id } = await usedKey();
  const [admin, member] = [await newPerson("Ann"), await newPerson("Ben")];
  await join(admin, world.workspace, "admin");
  await join(member, world.workspace, "member");
  const statuses = [];
  for (const person of [world.owner, admin, member, await newPerson("Cleo")]) {
    const { headers } = await signIn(person);
    statuses.push((await call("GET", `/v1/keys/${id}/usage`, { headers })).status);
  }
  expect(statuses).toEqual([200, 200, 404, 404]);
});

test("the last use names the client with its version, and use by client leaves the version out", async () => {
  const world = await newWorld();
  const { id, secret } = await newKey(world.owner, { workspaces: [world.workspace] });
  const initialize = (name: string, version?: unknown): Promise<Answer> => {
    const clientInfo = { name, ...(version === undefined ? {} : { version }) };
    const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
    const headers = { Accept: "application/json, text/event-stream" };
    return call("POST", "/mcp", {
      key: secret,
      headers,
      body: { jsonrpc: "2.0", id: 1, method: "initialize", params },
    });
  };
  const lastClient = async (): Promise<unknown> => {
    await runInDurableObject(env.GATE.getByName("gate:enam"), (gate) => gate.alarm());
    const { body } = await call("GET", `/v1/keys/${id}`, { key: world.key.secret });
    return z.object({ client: z.unknown() }).parse(body["last_used"]).client;
  };
  await initialize("claude-code", "2.1.330");
  expect(await lastClient()).toBe("claude-code/2.1.330");
  await initialize("claude-code", "2.2.0-beta+5");
  expect(await lastClient()).toBe("claude-code/2.2.0-beta+5");
  await initialize("n8n", 7);
  expect(await lastClient()).toBe("n8n");
  await initialize("@scope/agent", "v1");
  expect(await lastClient()).toBe("@scope/agent/v1");
  await initialize("x".repeat(100), "9");
  const { by_client: clients } = await usage(world, id, {});
  expect(clients).toEqual(
    expect.arrayContaining([
      { label: "claude-code", count: 2 },
      { label: "n8n", count: 1 },
      { label: "@scope/agent", count: 1 },
    ]),
  );
});
