/** Hot keys: an isolate that holds a lease decides alone, which costs nothing; and a revoke is still true when answered. */
import { abortAllDurableObjects } from "cloudflare:test";
import { expect, test } from "vitest";
import { z } from "zod";
import { countD1Calls } from "./d1-faults.ts";
import { newWorld, type World } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";
import {
  ask,
  type Asked,
  askTimes,
  clock,
  counted,
  GENEROUS,
  holdTheClock,
  hotKey,
  leaseEnd,
  pass,
  settle,
  spyOnGates,
} from "./lease-world.ts";

holdTheClock();

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
