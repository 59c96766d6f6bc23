/** Who has just made a key sees its first use within seconds, whatever the time between flushes: a minute, here. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { settingsOf } from "#workers/env.ts";
import { newWorld, read, type World } from "./fault-world.ts";

const gate = (): DurableObjectStub => env.GATE.getByName("gate:enam");

const shownSchema = z.object({ last_used: z.object({ at: z.string() }).nullable() });

/** What the key page asks for, again and again. */
async function isUsed(world: World, id: string): Promise<boolean> {
  const { body } = await world.manage(`/v1/keys/${id}`);
  return shownSchema.parse(body).last_used !== null;
}

/** In how many milliseconds the gate flushes; `null`: it has nothing to flush. */
function flushIn(): Promise<number | null> {
  return runInDurableObject(gate(), async (_gate, { storage }) => {
    const at = await storage.getAlarm();
    return at === null ? null : at - Date.now();
  });
}

const MODES = ["gate", "primary"] as const;

test.for(MODES)("a first use is seen within seconds (VERIFY_MODE=%s)", async (mode) => {
  expect(settingsOf(env).usageFlushMs).toBe(60_000);
  const world = await newWorld();
  const key = await world.createKey();
  expect(await isUsed(world, key.id)).toBe(false);
  expect(await read(key.secret, "enam", { VERIFY_MODE: mode })).toBe(200);
  await expect.poll(() => isUsed(world, key.id), { timeout: 15_000, interval: 200 }).toBe(true);
});

test("a first use does not wait for a flush that was due later", async () => {
  const world = await newWorld();
  await world.manage("/v1/keys");
  await expect.poll(flushIn, { timeout: 10_000 }).toBeGreaterThan(30_000);
  const key = await world.createKey();
  await read(key.secret);
  await expect.poll(() => isUsed(world, key.id), { timeout: 15_000, interval: 200 }).toBe(true);
});

test("what follows a key's first use waits for the flush that is due", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await read(key.secret);
  await expect.poll(() => isUsed(world, key.id), { timeout: 15_000, interval: 200 }).toBe(true);
  await runDurableObjectAlarm(gate());
  for (let round = 0; round < 3; round += 1) await read(key.secret);
  await expect.poll(flushIn, { timeout: 10_000 }).not.toBeNull();
  expect(await flushIn()).toBeGreaterThan(30_000);
});

test("a refused request is no first use", async () => {
  const world = await newWorld();
  const key = await world.createKey({ allowed_ips: ["192.0.2.1"] });
  await runDurableObjectAlarm(gate());
  expect(await read(key.secret)).toBe(403);
  await expect.poll(flushIn, { timeout: 10_000 }).not.toBeNull();
  expect(await flushIn()).toBeGreaterThan(30_000);
});
