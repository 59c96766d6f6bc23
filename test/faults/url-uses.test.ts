/** Who puts a key into a URL sees on its page when it was last used so, by whom and from where. */
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { keyIdSchema } from "#shared/ids.ts";
import { IsolateLeases } from "#workers/access/isolate-leases.ts";
import { applyUsageBatch } from "#workers/gate/flush-usage.ts";
import { drainUsage, emptyUsage, mergeUsage, recordUsage, type UsageEvent } from "#workers/gate/usage-buffer.ts";
import { readD1Record } from "#workers/records/d1-records.ts";
import { call, newWorld, read, type World } from "./fault-world.ts";
import { journaled, usedKey } from "./usage-world.ts";

const gate = (): ReturnType<typeof env.GATE.getByName> => env.GATE.getByName("gate:apac");

const useSchema = z.object({ at: z.string(), client: z.string().nullable(), country: z.string().nullable() });
const shownSchema = z.object({ last_used: useSchema.nullable(), used_by_url: useSchema.nullable() });

async function shown(world: World, id: string): Promise<z.infer<typeof shownSchema>> {
  return shownSchema.parse((await world.manage(`/v1/keys/${id}`)).body);
}

/** What a client says first; it names itself. */
const initialize = (name: string): object => ({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name, version: "1.0" } },
});

async function sendByUrl(secret: string, bindings: Partial<Env> = {}): Promise<number> {
  const body = initialize("claude-user");
  return (await call(`/mcp?api_key=${secret}`, { body, from: "apac", env: bindings })).status;
}

async function flushed(id: string, rows: number): Promise<void> {
  await expect.poll(() => journaled(id, gate()), { timeout: 10_000 }).toBe(rows);
  await runDurableObjectAlarm(gate());
}

const MODES = ["gate", "primary"] as const;

test.for(MODES)("a use by URL is shown, and stays when the key comes in a header (VERIFY_MODE=%s)", async (mode) => {
  const world = await newWorld();
  const key = await world.createKey({ allow_query: true });
  expect(await shown(world, key.id)).toEqual({ last_used: null, used_by_url: null });
  expect(await sendByUrl(key.secret, { VERIFY_MODE: mode })).toBe(200);
  await expect.poll(async () => (await shown(world, key.id)).used_by_url, { timeout: 15_000 }).not.toBeNull();
  const before = await shown(world, key.id);
  expect(before.used_by_url).toEqual({ at: before.last_used?.at, client: "claude-user/1.0", country: "IN" });
  expect(await read(key.secret, "apac")).toBe(200);
  await expect.poll(() => journaled(key.id, gate()), { timeout: 10_000 }).toBeGreaterThan(0);
  await runDurableObjectAlarm(gate());
  const after = await shown(world, key.id);
  expect(after.used_by_url).toEqual(before.used_by_url);
  expect(Date.parse(after.last_used?.at ?? "")).toBeGreaterThanOrEqual(Date.parse(before.last_used?.at ?? ""));
});

test("a use by URL that waits through an eviction is shown", async () => {
  const world = await newWorld();
  const key = await usedKey(world, { allow_query: true });
  expect(await sendByUrl(key.secret)).toBe(200);
  await expect.poll(() => journaled(key.id, gate()), { timeout: 10_000 }).toBe(1);
  await abortAllDurableObjects();
  await runDurableObjectAlarm(gate());
  expect((await shown(world, key.id)).used_by_url).toMatchObject({ client: "claude-user/1.0", country: "IN" });
});

test("a use that an isolate decided by a lease says so as well", async () => {
  const world = await newWorld();
  const { id } = await world.createKey({ allow_query: true });
  const { record } = await readD1Record(env.DB, { id: keyIdSchema.parse(id), floor: 0 }, Date.now);
  const [digest] = (record?.secrets ?? []).map((secret) => secret.digest);
  if (record === null || digest === undefined) throw new Error("the key is not there");
  const leases = new IsolateLeases(1);
  const holder = { gate: "gate:apac", id: record.id };
  const lease = { record, forMs: 1000, tokens: 2, rate: { perMinute: 600, burst: 120, remaining: 2, resetSeconds: 1 } };
  leases.hold(holder, lease, epochMs(1000));
  const usage = { surface: "mcp", operation: "ping", client: "claude-user", country: "US" } as const;
  const asked = {
    protocol: 1,
    id: record.id,
    digest,
    ip: null,
    metered: true,
    counted: true,
    explain: false,
    usage,
  } as const;
  leases.decide(holder, { ...asked, via: "query" }, epochMs(1001));
  leases.decide(holder, { ...asked, via: "header" }, epochMs(1002));
  expect(leases.handBack(holder, epochMs(1003))?.returned.usage.lastUses).toMatchObject([
    { at: 1002, byUrl: { at: 1001, client: "claude-user", country: "US" } },
  ]);
});

test("a refused URL is no use by URL, and neither is a header", async () => {
  const world = await newWorld();
  const [shut, open] = [await usedKey(world), await usedKey(world, { allow_query: true })];
  expect(await sendByUrl(shut.secret)).toBe(401);
  expect(await read(open.secret, "apac")).toBe(200);
  await flushed(shut.id, 1);
  await runDurableObjectAlarm(gate());
  expect([(await shown(world, shut.id)).used_by_url, (await shown(world, open.id)).used_by_url]).toEqual([null, null]);
});

test("a gate takes up what an older version has journaled and frozen", async () => {
  const world = await newWorld();
  const key = await world.createKey({ allow_query: true });
  await runInDurableObject(gate(), (_gate, { storage: { sql } }) => {
    sql.exec("DROP TABLE url_use_journal");
    sql.exec("INSERT INTO last_use_journal VALUES (?, 5, 'curl', 'DE')", key.id);
    const frozen = JSON.stringify([[key.id, 4, "older", "FR"]]);
    sql.exec("INSERT INTO usage_outbox VALUES (?, '[]', ?)", crypto.randomUUID(), frozen);
  });
  await abortAllDurableObjects();
  expect(await sendByUrl(key.secret)).toBe(200);
  await flushed(key.id, 1);
  await runDurableObjectAlarm(gate());
  expect((await shown(world, key.id)).used_by_url).toMatchObject({ client: "claude-user/1.0" });
});

test("in D1 the later use by URL stays, whichever flush comes last, and a name is not lost", async () => {
  const world = await newWorld();
  const { id } = await world.createKey();
  const flush = (...use: readonly unknown[]): Promise<void> =>
    applyUsageBatch(env.DB, "gate:enam", {
      id: crypto.randomUUID(),
      rows: "[]",
      lastUses: JSON.stringify([[id, ...use]]),
    });
  await flush(9, "curl", "DE", 7, "claude-user", "US");
  await flush(8, "curl", "DE", 6, "late", "FR");
  await flush(10, "curl", "DE");
  await flush(11, "curl", "DE", null, null, null);
  await flush(12, "curl", "DE", 12, null, "GB");
  expect((await shown(world, id)).used_by_url).toEqual({
    at: new Date(12).toISOString(),
    client: "claude-user",
    country: "GB",
  });
});

function counted(...events: readonly UsageEvent[]): ReturnType<typeof drainUsage> {
  const buffer = emptyUsage();
  for (const one of events) recordUsage(buffer, one);
  return drainUsage(buffer);
}

test("counts of different places keep the latest use by URL, in whatever order they come together", () => {
  const id = keyIdSchema.parse("key_Abcdefghij");
  const use = { id, surface: "mcp", operation: "ping", outcome: "ok", country: "US", count: 1 } as const;
  const event = (at: number, byUrl: boolean): UsageEvent => ({ ...use, client: `c${at}`, at: epochMs(at), byUrl });
  const parts = [counted(event(1, true), event(4, false)), counted(event(3, true)), counted(event(2, false))];
  for (const order of [parts, parts.toReversed()]) {
    const buffer = emptyUsage();
    for (const part of order) mergeUsage(buffer, part);
    expect(drainUsage(buffer).lastUses).toEqual([
      { id, at: 4, client: "c4", country: "US", byUrl: { at: 3, client: "c3", country: "US" } },
    ]);
  }
});
