/** What a request costs, in operations: promise 5 (garbage costs nothing), and the budget on the way of a good key. */
import { abortAllDurableObjects } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gate } from "#workers/gate/gate.ts";
import { countD1Calls } from "./d1-faults.ts";
import { call, newWorld } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";

type Cost = { readonly rpc: number; readonly d1: number; readonly kv: readonly string[] };

beforeEach(() => faultyKv().reset());

afterEach(() => {
  vi.restoreAllMocks();
});

/** Everything that happens, from the request to the end of what it left for later. `/v1/me` itself reads nothing. */
async function costOf(secret: string, path = "/v1/me"): Promise<Cost & { readonly status: number }> {
  const spies = [
    vi.spyOn(Gate.prototype, "check"),
    vi.spyOn(Gate.prototype, "push"),
    vi.spyOn(Gate.prototype, "count"),
  ];
  for (const spy of spies) spy.mockClear();
  const before = (await faultyKv().journal()).length;
  let status = 0;
  const d1 = await countD1Calls(async () => {
    ({ status } = await call(path, { secret }));
  });
  const kv = (await faultyKv().journal()).slice(before).map((entry) => entry.split(" ")[0] ?? "");
  return { status, rpc: spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0), d1, kv };
}

test("malformed and forged keys cost no storage and no RPC", async () => {
  const world = await newWorld();
  const { secret } = await world.createKey();
  const forged = secret.slice(0, -1) + (secret.endsWith("0") ? "1" : "0");
  const garbage = [
    "x",
    "sk-proj-abc",
    "lk_live_",
    "not a key at all, but a sentence",
    secret.slice(0, -1),
    forged,
    "x".repeat(9999),
  ];
  for (const text of garbage) {
    expect(await costOf(text)).toEqual({ status: 401, rpc: 0, d1: 0, kv: [] });
  }
});

test("a gate that knows the key answers with one RPC and nothing else", async () => {
  const { createKey } = await newWorld();
  const { secret } = await createKey();
  // Asked again where a slow machine let half of the lease pass, and the gate renewed it in the background.
  await expect.poll(() => costOf(secret)).toEqual({ status: 200, rpc: 1, d1: 0, kv: [] });
});

test("a gate that has a lease but not the key reads KV, and D1 only where KV has nothing", async () => {
  const world = await newWorld();
  const { secret } = await world.createKey();
  const warm = await world.createKey();
  await costOf(warm.secret);
  const miss = await costOf(secret);
  expect(miss).toMatchObject({ status: 200, rpc: 1 });
  expect(miss.d1).toBeLessThanOrEqual(1);
  expect(miss.kv.filter((operation) => operation === "get")).toHaveLength(1);
});

test("a gate without a lease takes one and reads the key in the same D1 batch", async () => {
  const world = await newWorld();
  const { secret } = await world.createKey();
  await abortAllDurableObjects();
  await expect
    .poll(() => costOf(secret), { timeout: 20_000, interval: 3500 })
    .toEqual({ status: 200, rpc: 1, d1: 1, kv: [] });
});
