/** The faulty KV itself: a test double that lies in another way than it says would prove nothing. */
import { expect, test } from "vitest";
import { faultyKv } from "./faulty-kv-binding.ts";

test("a stale KV answers as it was when it went stale, and catches up afterwards", async () => {
  const kv = faultyKv();
  await kv.reset();
  await kv.put("known", JSON.stringify({ version: 1 }));
  await kv.setMode("stale");
  await kv.put("known", JSON.stringify({ version: 2 }));
  await kv.put("new", "there");
  expect(await kv.get("known", "json")).toEqual({ version: 1 });
  expect(await kv.get("new")).toBeNull();
  await kv.setMode("normal");
  expect(await kv.get("known", "json")).toEqual({ version: 2 });
  expect(await kv.get("new")).toBe("there");
});

test("a KV that misses finds nothing, and one that fails throws", async () => {
  const kv = faultyKv();
  await kv.reset();
  await kv.put("known", "there");
  await kv.setMode("stale-miss");
  expect(await kv.getWithMetadata("known")).toMatchObject({ value: null });
  await kv.setMode("fail");
  expect(await failure(kv.get("known"))).toMatch("KV is down");
  expect(await kv.operations()).toBe(3);
});

test("a slow KV answers late", async () => {
  const kv = faultyKv();
  await kv.reset();
  await kv.setMode("slow", { slowMs: 50 });
  const startedAt = Date.now();
  await kv.get("anything");
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(45);
});

/** NOTE: `expect(promise).rejects` on an RPC promise leaves a second rejection unhandled, which fails the run. */
async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "it did not fail";
  } catch (thrown) {
    return String(thrown);
  }
}
