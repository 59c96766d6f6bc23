/** What an isolate decides alone keeps to the key's limit, is counted, and leaves nothing behind. */
import { abortAllDurableObjects } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { epochMs } from "#shared/brand.ts";
import { keyIdSchema } from "#shared/ids.ts";
import { GATE_TIMEOUT_MS, USAGE_JOURNAL_DELAY_MS } from "#shared/limits.ts";
import { thisIsolate } from "#workers/access/isolate.ts";
import { IsolateLeases } from "#workers/access/isolate-leases.ts";
import { Gate } from "#workers/gate/gate.ts";
import { newWorld } from "./fault-world.ts";
import {
  ask,
  type Asked,
  askTimes,
  clock,
  counted,
  GENEROUS,
  holdTheClock,
  hotKey,
  pass,
  settle,
  spyOnGates,
} from "./lease-world.ts";

holdTheClock();

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

test("a client that hangs up while a lease is asked for keeps no later request from asking", () => {
  const leases = new IsolateLeases(10);
  const holder = { gate: "gate:enam", id: keyIdSchema.parse("key_0123456789") };
  const after = (ms: number): boolean => leases.wish(holder, epochMs(1000 + ms));
  expect([after(0), after(1), after(GATE_TIMEOUT_MS - 1), after(GATE_TIMEOUT_MS)]).toEqual([true, false, false, true]);
  leases.unwish(holder);
  expect(after(GATE_TIMEOUT_MS + 1)).toBe(true);
});
