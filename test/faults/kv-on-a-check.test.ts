/** KV fails while a key is checked: it costs a read of D1 and decides nothing. The rest of KV's lies: promise-revoke. */
import { beforeEach, expect, test } from "vitest";
import { call, newWorld } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";
import { leasesEnd, warmGate } from "./fresh-gate.ts";

beforeEach(() => faultyKv().reset());

/** Longer than any test waits: who waits for KV to the end, fails. */
const FOREVER_MS = 10 * 60 * 1000;

const reads = async (): Promise<string[]> =>
  (await faultyKv().journal()).filter((operation) => operation.startsWith("get record:"));

/** Asked in a region with one gate, so that what one key's question waits for is the other's gate too. */
const ask = (secret: string): ReturnType<typeof call> => call("/v1/me", { secret, from: "oc" });

test("a KV that is slow counts as a miss after a second, and D1 decides", async () => {
  const world = await newWorld();
  const [good, bad, other] = [await world.createKey(), await world.createKey(), await world.createKey()];
  // The region's one gate has a lease, and of the keys that it will be asked about it knows nothing.
  expect((await ask(other.secret)).status).toBe(200);
  await world.manage(`/v1/keys/${bad.id}/revoke`, { method: "POST" });
  await faultyKv().reset();
  await faultyKv().setMode("slow", { slowMs: FOREVER_MS });
  const asked = [ask(good.secret), ask(bad.secret)];
  await expect.poll(reads).toEqual(expect.arrayContaining([`get record:${good.id}`, `get record:${bad.id}`]));
  const settled = Promise.all(asked);
  // What is put into KV after the answers waits as well, and ends with the mode.
  await expect.poll(async () => (await faultyKv().journal()).join(), { timeout: 15_000 }).toContain("put record:");
  await faultyKv().setMode("normal");
  expect((await settled).map(({ status }) => status)).toEqual([200, 401]);
});

test("neither a key in memory nor a renewal asks KV, so that no lie of it matters there", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  const gate = await warmGate(key);
  await faultyKv().reset();
  await faultyKv().setMode("fail");
  expect((await gate.ask(key.secret)).status).toBe(200);
  await leasesEnd();
  expect((await gate.ask(key.secret)).status).toBe(200);
  expect(await reads()).toEqual([]);
});
