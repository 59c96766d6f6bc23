/**
 * Hot keys: an isolate that holds a lease decides alone, which costs nothing; and a revoke is still true when it is
 * answered, limits keep their meaning, and everything is counted. The clock is held by the tests, timers are real.
 */
import { abortAllDurableObjects, createExecutionContext, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { keyIdSchema } from "#shared/ids.ts";
import { ISOLATE_LEASE_MS_MAX, USAGE_JOURNAL_DELAY_MS } from "#shared/limits.ts";
import { newIsolate, thisIsolate } from "#workers/access/isolate.ts";
import { app } from "#workers/app.ts";
import { Gate } from "#workers/gate/gate.ts";
import { countD1Calls } from "./d1-faults.ts";
import { newWorld, PLACES, type World } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";

/** One object for all requests, as an isolate has: settings are parsed once for it. */
const bindings = { ...env, ISOLATE_LEASE_MS: "1000" };
const GENEROUS = { rate_limit: { per_minute: 100_000, burst: 100_000 } };

/**
 * The clock of tests and Worker: it runs on as fast as D1's own, but while requests are asked one by one. It never goes
 * back.
 */
const clock = { at: Date.now(), held: false, tickedAt: performance.now() };
let running: ReturnType<typeof setInterval>;

beforeEach(async () => {
  clock.at = Math.max(clock.at, Date.now());
  vi.useFakeTimers({ toFake: ["Date"], now: clock.at });
  clock.tickedAt = performance.now();
  running = setInterval(() => {
    const elapsedMs = Math.round(performance.now() - clock.tickedAt);
    clock.tickedAt += elapsedMs;
    if (!clock.held) pass(elapsedMs);
  }, TICK_MS);
  await faultyKv().reset();
  await abortAllDurableObjects();
  Object.assign(thisIsolate, newIsolate());
});

afterEach(() => {
  clearInterval(running);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const TICK_MS = 10;

function pass(ms: number): void {
  clock.at += ms;
  vi.setSystemTime(clock.at);
}

type Asked = { readonly status: number; readonly remaining: number; readonly later: Promise<unknown> };

/** One request, `afterMs` on the clock after the one before. `later`: what it left for after its answer. */
async function ask(secret: string, { afterMs = 0, path = "/v1/me" } = {}): Promise<Asked> {
  pass(afterMs);
  const work: Promise<unknown>[] = [];
  const ctx = createExecutionContext();
  vi.spyOn(ctx, "waitUntil").mockImplementation((promise) => {
    work.push(promise);
  });
  const headers = { authorization: `Bearer ${secret}` };
  const request = new Request(`https://latchkey.example${path}`, { headers, cf: PLACES.enam });
  const response = await app.fetch(request, bindings, ctx);
  await response.text();
  const remaining = Number(/r=(\d+)/.exec(response.headers.get("ratelimit") ?? "")?.[1]);
  return { status: response.status, remaining, later: Promise.all(work) };
}

/** Ten requests every nine milliseconds. */
async function askTimes(secret: string, times: number, path = "/v1/me"): Promise<Asked[]> {
  clock.held = true;
  const asked: Asked[] = [];
  for (let count = 0; count < times; count += 1)
    asked.push(await ask(secret, { afterMs: count % 10 === 0 ? 0 : 1, path }));
  clock.held = false;
  return asked;
}

/** Lets the clock pass every lease, and what was left for after the answers happen. */
async function settle(asked: readonly Asked[]): Promise<void> {
  pass(ISOLATE_LEASE_MS_MAX);
  await Promise.all(asked.map(({ later }) => later));
}

function spyOnGates(): () => Record<"check" | "count" | "giveBack", number> {
  const spies = {
    check: vi.spyOn(Gate.prototype, "check"),
    count: vi.spyOn(Gate.prototype, "count"),
    giveBack: vi.spyOn(Gate.prototype, "giveBack"),
  };
  return () => ({
    check: spies.check.mock.calls.length,
    count: spies.count.mock.calls.length,
    giveBack: spies.giveBack.mock.calls.length,
  });
}

/** Counts in D1 once every gate has flushed. */
async function counted(id: string): Promise<Record<string, number>> {
  await runDurableObjectAlarm(env.GATE.getByName("gate:enam"));
  const { results } = await env.DB.prepare(
    "SELECT outcome, sum(count) AS count FROM usage_hourly WHERE credential_id = ?1 GROUP BY outcome",
  )
    .bind(id)
    .all();
  const rows = z.array(z.object({ outcome: z.string(), count: z.number() })).parse(results);
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}

test("1 000 requests of one key within a second cost 3 RPCs, no KV and no D1", async () => {
  const { createKey } = await newWorld();
  const { id, secret } = await createKey(GENEROUS);
  // The gate has its lease and the record, as after any quiet second.
  await settle([await ask(secret)]);
  const calls = spyOnGates();
  const kvBefore = await faultyKv().operations();
  let asked: Asked[] = [];
  const d1 = await countD1Calls(async () => {
    asked = await askTimes(secret, 1000);
    await settle(asked);
  });
  expect(asked.every(({ status }) => status === 200)).toBe(true);
  expect(calls()).toEqual({ check: 2, count: 0, giveBack: 1 });
  expect(d1).toBe(0);
  expect(await faultyKv().operations()).toBe(kvBefore);
  await expect.poll(() => counted(id)).toEqual({ ok: 1001 });
});

/** A key that this isolate holds a lease of. */
async function hotKey(world: World, wish: object = GENEROUS): Promise<{ id: string; secret: string; asked: Asked[] }> {
  const key = await world.createKey(wish);
  const asked = await askTimes(key.secret, 3);
  expect(leaseEnd(key.id)).not.toBeNull();
  return { ...key, asked };
}

/** When this isolate's lease of the key ends. */
function leaseEnd(id: string): number | null {
  return thisIsolate.leases.endOf({ gate: "gate:enam", id: keyIdSchema.parse(id) });
}

const receiptSchema = z.object({
  propagation: z.object({ state: z.string(), took_ms: z.number(), waited_for_leases_ms: z.number() }),
});

/** Sends a change and returns its receipt. */
async function change(world: World, path: string): Promise<z.infer<typeof receiptSchema>["propagation"]> {
  const answer = await world.manage(path, { method: "POST" });
  return receiptSchema.parse(answer.body).propagation;
}

test("a revoke of a hot key is answered when no isolate decides it any more, and the receipt says what that took", async () => {
  const world = await newWorld();
  const { id, secret, asked } = await hotKey(world);
  const revoke = change(world, `/v1/keys/${id}/revoke`);
  // Before the answer nothing was promised.
  expect((await ask(secret)).status).toBe(200);
  const receipt = await revoke;
  expect(receipt.state).toBe("everywhere");
  expect(receipt.waited_for_leases_ms).toBeGreaterThan(0);
  expect(receipt.waited_for_leases_ms).toBeLessThanOrEqual(receipt.took_ms);
  expect((await ask(secret)).status).toBe(401);
  await settle(asked);
});

test("a revoke of a key that is not hot does not wait", async () => {
  const world = await newWorld();
  const { id, secret } = await world.createKey(GENEROUS);
  expect((await ask(secret)).status).toBe(200);
  const receipt = await change(world, `/v1/keys/${id}/revoke`);
  expect(receipt).toMatchObject({ state: "everywhere", waited_for_leases_ms: 0 });
});

test("a gate that restarts while isolates hold leases confirms nothing until they have run out", async () => {
  const world = await newWorld();
  const { id, secret, asked } = await hotKey(world);
  await abortAllDurableObjects();
  const endsAt = leaseEnd(id) ?? 0;
  expect(endsAt).toBeGreaterThan(clock.at);
  await change(world, `/v1/keys/${id}/disable`);
  expect(clock.at).toBeGreaterThanOrEqual(endsAt);
  expect((await ask(secret)).status).toBe(401);
  await settle(asked);
});

test("a gate that restarts long after its last grant owes nobody a wait", async () => {
  const world = await newWorld();
  const { id, asked } = await hotKey(world);
  await settle(asked);
  pass(60_000);
  await abortAllDurableObjects();
  expect((await ask(world.manager)).status).toBe(200);
  const receipt = await change(world, `/v1/keys/${id}/disable`);
  expect(receipt).toMatchObject({ state: "everywhere", waited_for_leases_ms: 0 });
});

test("a key that manages others is asked about each time", async () => {
  const { manager } = await newWorld();
  const calls = spyOnGates();
  const asked = await askTimes(manager, 20);
  expect(asked.every(({ status }) => status === 200)).toBe(true);
  expect(calls()).toEqual({ check: 20, count: 0, giveBack: 0 });
});

test("an isolate admits no more than the key's limit, and says how much is left", async () => {
  const { createKey } = await newWorld();
  const { id, secret } = await createKey({ rate_limit: { per_minute: 1, burst: 40 } });
  const content = await askTimes(secret, 60);
  const admitted = content.filter(({ status }) => status === 200);
  expect(admitted).toHaveLength(40);
  expect(content.filter(({ status }) => status === 429)).toHaveLength(20);
  expect(Math.min(...admitted.map(({ remaining }) => remaining))).toBe(0);
  await settle(content);
  await expect.poll(() => counted(id)).toEqual({ ok: 40, rate_limited: 20 });
});

test("what an isolate did not use of its allowance is there for others", async () => {
  const { createKey } = await newWorld();
  const { secret } = await createKey({ rate_limit: { per_minute: 1, burst: 40 } });
  await settle(await askTimes(secret, 3));
  expect((await ask(secret)).remaining).toBe(36);
});

test("requests that end badly under a lease are corrected where they are counted, without an RPC", async () => {
  const { createKey } = await newWorld();
  const { id, secret } = await createKey(GENEROUS);
  await settle(await askTimes(secret, 3));
  const calls = spyOnGates();
  const asked = await askTimes(secret, 20, "/v1/events/evt_0000000000000000");
  await settle(asked);
  expect(asked.every(({ status }) => status === 404)).toBe(true);
  // The first two were decided by the gate, and are corrected there.
  expect(calls()).toEqual({ check: 2, count: 2, giveBack: 1 });
  await expect.poll(() => counted(id)).toEqual({ ok: 3, client_error: 20 });
});

test("what could not be given back is lost, never counted twice", async () => {
  const { createKey } = await newWorld();
  const { id, secret } = await createKey(GENEROUS);
  const asked = await askTimes(secret, 10);
  const giveBack = vi.spyOn(Gate.prototype, "giveBack").mockRejectedValue(new Error("unreachable"));
  await settle(asked);
  expect(giveBack).toHaveBeenCalledOnce();
  await expect.poll(() => counted(id)).toEqual({ ok: 2 });
});

/** So many requests at once, on an isolate that has just seen the key. */
async function askAtOnce(secret: string, times: number): Promise<Asked[]> {
  clock.held = true;
  const asked = await Promise.all(Array.from({ length: times }, () => ask(secret)));
  clock.held = false;
  return asked;
}

test.each([
  { per_minute: 600, burst: 120, times: 60 },
  { per_minute: 10, burst: 20, times: 18 },
])(
  "$times requests at once are within a limit of $burst, however many of its tokens a lease took",
  async ({ times, ...rate_limit }) => {
    const { createKey } = await newWorld();
    const { id, secret } = await createKey({ rate_limit });
    const first = await ask(secret);
    const asked = await askAtOnce(secret, times);
    expect(asked.filter(({ status }) => status !== 200)).toEqual([]);
    await settle([first, ...asked]);
    await expect.poll(() => counted(id)).toEqual({ ok: times + 1 });
  },
);

test("what is left of a limit falls by one with each request, whoever decides it", async () => {
  const { createKey } = await newWorld();
  const { secret } = await createKey({ rate_limit: { per_minute: 1, burst: 100 } });
  const asked = await askTimes(secret, 12);
  expect(asked.map(({ remaining }) => remaining)).toEqual(Array.from({ length: 12 }, (_none, used) => 99 - used));
  await settle(asked);
});

test("verifying a key that is leased takes nothing of its lease: neither counts nor tokens", async () => {
  const world = await newWorld();
  const { id, secret } = await world.createKey({ rate_limit: { per_minute: 1, burst: 100 } });
  const asked = await askTimes(secret, 10);
  const verified = await world.manage("/v1/keys/verify", {
    body: { secret, count_usage: false },
    env: { ISOLATE_LEASE_MS: "1000" },
  });
  expect(verified.body).toMatchObject({ valid: true });
  await settle(asked);
  await expect.poll(() => counted(id)).toEqual({ ok: 10 });
  expect((await ask(secret)).remaining).toBe(89);
});

test("tokens that came back unused outlive the gate that took them back", async () => {
  const { createKey } = await newWorld();
  const { secret } = await createKey({ rate_limit: { per_minute: 1, burst: 1000 } });
  await settle(await askTimes(secret, 3));
  // The gate writes down what has changed a second later.
  pass(USAGE_JOURNAL_DELAY_MS);
  await new Promise((resolve) => setTimeout(resolve, USAGE_JOURNAL_DELAY_MS + 200));
  await abortAllDurableObjects();
  expect((await ask(secret)).remaining).toBe(996);
});

test("an isolate forgets the text of a key with its lease", async () => {
  const world = await newWorld();
  const { secret, asked } = await hotKey(world);
  expect(thisIsolate.leases.proven(secret, epochMs(clock.at))).not.toBeNull();
  const before = clock.at;
  await settle(asked);
  expect(thisIsolate.leases.proven(secret, epochMs(before))).toBeNull();
});
