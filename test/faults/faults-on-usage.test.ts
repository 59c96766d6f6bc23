/** Something fails while usage is counted: a second of counts may be lost, and nothing is counted twice. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ALARM_LOST_MS } from "#shared/limits.ts";
import { newIsolate, thisIsolate } from "#workers/access/isolate.ts";
import { settingsOf } from "#workers/env.ts";
import { Gate } from "#workers/gate/gate.ts";
import type { CheckReply } from "#workers/gate/protocol.ts";
import { D1_FAILURE_NAMES, D1_FAILURES, type D1Call, failD1, HeldD1 } from "./d1-faults.ts";
import { newWorld } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";
import { type FreshGate, warmGate } from "./fresh-gate.ts";
import { counted, journaled, usedKey } from "./usage-world.ts";

beforeEach(async () => {
  await faultyKv().reset();
  Object.assign(thisIsolate, newIsolate());
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Used = { readonly id: string; readonly secret: string; readonly gate: FreshGate };

/** A key that its gate knows and has counted once. */
async function usedOnce(): Promise<Used> {
  const key = await usedKey(await newWorld());
  return { ...key, gate: await warmGate(key) };
}

async function use({ gate, secret }: Used, times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) expect((await gate.ask(secret)).status).toBe(200);
}

/** Waits until the gate has written down so many, and no more are on their way. */
async function inTheJournal(key: Used, count: number): Promise<void> {
  await expect.poll(() => journaledBy(key), JOURNALED).toBe(count);
}

const JOURNALED = { timeout: 10_000 };

function journaledBy({ id, gate }: Used): Promise<number> {
  return journaled(id, gate.stub());
}

function isFlush({ sql }: D1Call): boolean {
  return sql.some((text) => text.includes("usage_batches"));
}

function alarmOf({ gate }: Used): Promise<number | null> {
  return runInDurableObject(gate.stub(), (_gate, { storage }) => storage.getAlarm());
}

/** What the alarm does, without the alarm: so that it can be in flight twice. */
async function flush({ gate }: Used): Promise<void> {
  await runInDurableObject(gate.stub(), (instance) => {
    if (!(instance instanceof Gate)) throw new Error("this is no gate");
    return instance.alarm();
  });
}

test.for(D1_FAILURE_NAMES)("the gate writes counts down while D1 %s", async (name) => {
  const key = await usedOnce();
  using _ = failD1(D1_FAILURES[name]);
  await use(key, 2);
  await expect.poll(() => journaledBy(key), JOURNALED).toBe(3);
});

test("while a flush waits for a slow D1 counting goes on, and everything is counted once", async () => {
  const key = await usedOnce();
  await inTheJournal(key, 1);
  const held = new HeldD1(isFlush);
  using _ = failD1(held.fault);
  const flushing = runDurableObjectAlarm(key.gate.stub());
  await held.reached;
  await use(key, 2);
  await inTheJournal(key, 2);
  held.release();
  await flushing;
  await runDurableObjectAlarm(key.gate.stub());
  expect(await counted(key.id)).toBe(3);
});

test("an eviction loses what was counted since the journal was last written, and nothing else", async () => {
  const key = await usedOnce();
  await use(key, 4);
  await inTheJournal(key, 5);
  await use(key, 3);
  await evictDurableObject(key.gate.stub());
  const kept = await journaledBy(key);
  expect(kept).toBeGreaterThanOrEqual(5);
  expect(kept).toBeLessThanOrEqual(8);
  await use(key, 1);
  await inTheJournal(key, kept + 1);
});

test("an alarm that fires twice at once flushes once", async () => {
  const key = await usedOnce();
  await use(key, 2);
  await inTheJournal(key, 3);
  await Promise.all([flush(key), flush(key)]);
  await runDurableObjectAlarm(key.gate.stub());
  expect(await counted(key.id)).toBe(3);
});

test("an alarm that comes late brings all that was counted until then", async () => {
  const key = await usedOnce();
  await inTheJournal(key, 1);
  const due = await alarmOf(key);
  await evictDurableObject(key.gate.stub());
  await use(key, 2);
  await inTheJournal(key, 3);
  expect(await alarmOf(key)).toBe(due);
  await runDurableObjectAlarm(key.gate.stub());
  expect(await counted(key.id)).toBe(3);
});

test("an alarm that was lost is set again when the gate starts the next time, and nothing is lost", async () => {
  const key = await usedOnce();
  await inTheJournal(key, 1);
  await runInDurableObject(key.gate.stub(), (_gate, { storage }) => storage.deleteAlarm());
  await evictDurableObject(key.gate.stub());
  await use(key, 1);
  expect(await alarmOf(key)).not.toBeNull();
  await inTheJournal(key, 2);
  await runDurableObjectAlarm(key.gate.stub());
  expect(await counted(key.id)).toBe(2);
});

test("an alarm that was lost is set again by a gate that is never at rest, once it is too late to come", async () => {
  const key = await usedOnce();
  await inTheJournal(key, 1);
  await runInDurableObject(key.gate.stub(), (_gate, { storage }) => storage.deleteAlarm());
  await use(key, 1);
  await inTheJournal(key, 2);
  expect(await alarmOf(key)).toBeNull();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + settingsOf(env).usageFlushMs + ALARM_LOST_MS });
  await use(key, 1);
  await inTheJournal(key, 3);
  vi.useRealTimers();
  expect(await alarmOf(key)).not.toBeNull();
  await runDurableObjectAlarm(key.gate.stub());
  expect(await counted(key.id)).toBe(3);
});

const AWAY = ["cannot be reached", "is overloaded"] as const;

test.for(AWAY)("a request is answered by the D1 primary although the gate that should count it %s", async (how) => {
  const key = await usedOnce();
  await inTheJournal(key, 1);
  const fail = (): Promise<never> => Promise.reject(Object.assign(new Error(how), { overloaded: how !== AWAY[0] }));
  vi.spyOn(Gate.prototype, "check").mockImplementation(fail);
  vi.spyOn(Gate.prototype, "count").mockImplementation(fail);
  await use(key, 2);
  vi.restoreAllMocks();
  expect(await journaledBy(key)).toBe(1);
});

test("a request that the D1 primary decided for a gate of another version is counted once, by the gate", async () => {
  const key = await usedOnce();
  await inTheJournal(key, 1);
  const unknown: CheckReply = JSON.parse('{"protocol":9,"kind":"admitted"}');
  vi.spyOn(Gate.prototype, "check").mockResolvedValue(unknown);
  await use(key, 2);
  await expect.poll(() => journaledBy(key), JOURNALED).toBe(3);
});
