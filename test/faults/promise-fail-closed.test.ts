/** Promise 3: fail closed, never open. What cannot be checked is refused with 503 and Retry-After. */
import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FALLBACK_BURST } from "#shared/limits.ts";
import { newIsolate, thisIsolate } from "#workers/access/isolate.ts";
import { Gate } from "#workers/gate/gate.ts";
import { connectionLost, countD1Calls, failD1 } from "./d1-faults.ts";
import { call, newWorld, read } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";

beforeEach(async () => {
  await faultyKv().reset();
  // What the test before did to D1 must not make gates hold back from it in this one.
  await abortAllDurableObjects();
  Object.assign(thisIsolate, newIsolate());
});

afterEach(() => {
  vi.restoreAllMocks();
});

function isRecordRead(sql: readonly string[]): boolean {
  return sql.some((text) => text.includes("FROM keys k WHERE k.id = ?1") && !text.includes("JOIN user"));
}

test("a key that is not known yet is refused with 503 while D1 cannot be read", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await faultyKv().setMode("stale-miss");
  using _ = failD1(({ sql, run }) => (isRecordRead(sql) ? Promise.reject(connectionLost()) : run()));
  const answer = await call("/v1/events", { secret: key.secret });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("1");
  expect(answer.body).toMatchObject({ code: "verification_unavailable" });
});

test("a gate whose lease has ended answers nothing from memory while D1 is away", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  expect(await read(key.secret)).toBe(200);
  using _ = failD1(() => Promise.reject(connectionLost()));
  const statusOfMe = async (): Promise<number> => (await call("/v1/me", { secret: key.secret })).status;
  await expect.poll(statusOfMe, { timeout: 10_000 }).toBe(503);
  expect(await statusOfMe()).toBe(503);
});

test("within its lease a gate serves a key it knows although D1 is away", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  expect(await read(key.secret)).toBe(200);
  using _ = failD1(({ sql, run }) =>
    isRecordRead(sql) || sql.some((text) => text.includes("gate_leases")) ? Promise.reject(connectionLost()) : run(),
  );
  expect(await read(key.secret)).toBe(200);
});

test("a gate that throws is passed over for the D1 primary, which refuses what is revoked", async () => {
  const world = await newWorld();
  const [good, bad] = [await world.createKey(), await world.createKey()];
  await world.manage(`/v1/keys/${bad.id}/revoke`, { method: "POST" });
  vi.spyOn(Gate.prototype, "check").mockRejectedValue(Object.assign(new Error("overloaded"), { overloaded: true }));
  expect(await read(good.secret)).toBe(200);
  expect(await read(bad.secret)).toBe(401);
});

test("an answer in the words of another version counts as no answer", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  vi.spyOn(Gate.prototype, "check").mockResolvedValue(JSON.parse('{"protocol":2,"kind":"admitted"}'));
  expect(await read(key.secret)).toBe(401);
});

test("failing gates cost D1 no more than the budget, and the rest is 503", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  vi.spyOn(Gate.prototype, "check").mockRejectedValue(new Error("down"));
  const statuses: number[] = [];
  const reads = await countD1Calls(async () => {
    for (let round = 0; round < FALLBACK_BURST * 3; round += 1) {
      statuses.push((await call("/v1/me", { secret: key.secret })).status);
    }
  });
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  // The budget refills while the loop runs; a stampede would be one read for each request.
  expect(reads).toBeLessThan(FALLBACK_BURST * 3);
  expect(statuses.filter((status) => status === 200)).toHaveLength(reads);
});

test("in VERIFY_MODE=primary a D1 that fails refuses everybody with 503", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  using _ = failD1(() => Promise.reject(connectionLost()));
  expect(await read(key.secret, "enam", { VERIFY_MODE: "primary" })).toBe(503);
});

test("a management write that D1 refuses to make answers 503 and changes nothing", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  {
    using _ = failD1(({ sql, run }) =>
      sql.some((text) => text.includes("UPDATE keys")) ? Promise.reject(connectionLost()) : run(),
    );
    const answer = await world.manage(`/v1/keys/${key.id}/disable`, { method: "POST" });
    expect(answer).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
  }
  const row = await env.DB.prepare("SELECT status FROM keys WHERE id = ?1").bind(key.id).first("status");
  expect(row).toBe("enabled");
});
