/**
 * One isolate that takes leases, on a clock that tests hold: Date is theirs, timers are real. What runs is the whole
 * Worker with real gates.
 */
import { abortAllDurableObjects, createExecutionContext, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { z } from "zod";
import { credentialIdSchema } from "#shared/ids.ts";
import { ISOLATE_LEASE_MS_MAX } from "#shared/limits.ts";
import { newIsolate, thisIsolate } from "#workers/access/isolate.ts";
import { app } from "#workers/app.ts";
import { Gate } from "#workers/gate/gate.ts";
import { PLACES, type World } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";

/** One object for all requests, as an isolate has: settings are parsed once for it. */
const bindings = { ...env, ISOLATE_LEASE_MS: "1000" };
/** A limit that no test here reaches. */
export const GENEROUS = { rate_limit: { per_minute: 100_000, burst: 100_000 } };

/**
 * The clock of tests and Worker: it runs on as fast as D1's own, but while requests are asked one by one. It never goes
 * back.
 */
export const clock = { at: Date.now(), held: false, tickedAt: performance.now() };

/** Gives each test of a file a fresh isolate, gates that know what they have written down, and the clock running. */
export function holdTheClock(): void {
  let running: ReturnType<typeof setInterval>;
  beforeEach(async () => {
    running = await startClock();
  });
  afterEach(() => {
    clearInterval(running);
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
}

async function startClock(): Promise<ReturnType<typeof setInterval>> {
  clock.at = Math.max(clock.at, Date.now());
  vi.useFakeTimers({ toFake: ["Date"], now: clock.at });
  clock.tickedAt = performance.now();
  const running = setInterval(() => {
    const elapsedMs = Math.round(performance.now() - clock.tickedAt);
    clock.tickedAt += elapsedMs;
    if (!clock.held) pass(elapsedMs);
  }, TICK_MS);
  await faultyKv().reset();
  await abortAllDurableObjects();
  Object.assign(thisIsolate, newIsolate());
  return running;
}

const TICK_MS = 10;

/** Lets the clock run on. */
export function pass(ms: number): void {
  clock.at += ms;
  vi.setSystemTime(clock.at);
}

/** An answer, and what it said was left of the limit. */
export type Asked = {
  readonly status: number;
  readonly text: string;
  readonly remaining: number;
  readonly later: Promise<unknown>;
};

type Asking = {
  readonly afterMs?: number;
  readonly path?: string;
  /** Posted as JSON. */
  readonly body?: unknown;
};

/** One request, `afterMs` on the clock after the one before. `later`: what it left for after its answer. */
export async function ask(secret: string, { afterMs = 0, path = "/v1/me", body }: Asking = {}): Promise<Asked> {
  pass(afterMs);
  const work: Promise<unknown>[] = [];
  const ctx = createExecutionContext();
  vi.spyOn(ctx, "waitUntil").mockImplementation((promise) => {
    work.push(promise);
  });
  const posted = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const headers = {
    authorization: `Bearer ${secret}`,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
  };
  const request = new Request(`https://latchkey.example${path}`, { ...posted, headers, cf: PLACES.enam });
  const response = await app.fetch(request, bindings, ctx);
  const text = await response.text();
  const remaining = Number(/r=(\d+)/.exec(response.headers.get("ratelimit") ?? "")?.[1]);
  return { status: response.status, text, remaining, later: Promise.all(work) };
}

/** Ten requests every nine milliseconds. */
export async function askTimes(secret: string, times: number, path = "/v1/me"): Promise<Asked[]> {
  clock.held = true;
  const asked: Asked[] = [];
  for (let count = 0; count < times; count += 1)
    asked.push(await ask(secret, { afterMs: count % 10 === 0 ? 0 : 1, path }));
  clock.held = false;
  return asked;
}

/** Lets the clock pass every lease, and what was left for after the answers happen. */
export async function settle(asked: readonly Asked[]): Promise<void> {
  pass(ISOLATE_LEASE_MS_MAX);
  await Promise.all(asked.map(({ later }) => later));
}

/** Counts the calls to gates from now on. */
export function spyOnGates(): () => Record<"check" | "count" | "giveBack", number> {
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
export async function counted(id: string): Promise<Record<string, number>> {
  await runDurableObjectAlarm(env.GATE.getByName("gate:enam"));
  const { results } = await env.DB.prepare(
    "SELECT outcome, sum(count) AS count FROM usage_hourly WHERE credential_id = ?1 GROUP BY outcome",
  )
    .bind(id)
    .all();
  const rows = z.array(z.object({ outcome: z.string(), count: z.number() })).parse(results);
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}

/** A key that this isolate holds a lease of. */
export async function hotKey(
  world: World,
  wish: object = GENEROUS,
): Promise<{ id: string; secret: string; asked: Asked[] }> {
  const key = await world.createKey(wish);
  const asked = await askTimes(key.secret, 3);
  expect(leaseEnd(key.id)).not.toBeNull();
  return { ...key, asked };
}

/** When this isolate's lease of the key, or of the app, ends. */
export function leaseEnd(id: string): number | null {
  return thisIsolate.leases.endOf({ gate: "gate:enam", id: credentialIdSchema.parse(id) });
}
