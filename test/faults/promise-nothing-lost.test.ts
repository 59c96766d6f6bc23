/** Promise 4: nothing is lost. Writes are one batch; usage survives eviction and restart, and reaches D1 exactly once. */
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { connectionLost, failD1, overloaded } from "./d1-faults.ts";
import { call, newWorld, read } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";
import { counted, journaled, usedKey } from "./usage-world.ts";

const GATE = env.GATE.getByName("gate:enam");

beforeEach(() => faultyKv().reset());

async function use(secret: string, times: number, bindings: Partial<Env> = {}): Promise<void> {
  for (let round = 0; round < times; round += 1) expect(await read(secret, "enam", bindings)).toBe(200);
}

test("usage that was journaled survives the death of the gate and is flushed once", async () => {
  const world = await newWorld();
  const key = await usedKey(world);
  await use(key.secret, 5);
  await expect.poll(() => journaled(key.id), { timeout: 10_000 }).toBe(5);
  await abortAllDurableObjects();
  await runDurableObjectAlarm(env.GATE.getByName("gate:enam"));
  expect(await counted(key.id)).toBe(5);
});

test("usage is counted in VERIFY_MODE=primary as well, where no gate decides", async () => {
  const world = await newWorld();
  const key = await usedKey(world);
  await use(key.secret, 3, { VERIFY_MODE: "primary" });
  await expect.poll(() => journaled(key.id), { timeout: 10_000 }).toBe(3);
});

test("a request that fails after it was let in is counted as failed, not as ok", async () => {
  const world = await newWorld();
  const key = await usedKey(world);
  expect((await call("/v1/events?limit=0", { secret: key.secret })).status).toBe(400);
  expect((await call("/v1/keys", { secret: key.secret })).status).toBe(403);
  await expect.poll(() => journaled(key.id), { timeout: 10_000 }).toBe(2);
  await runDurableObjectAlarm(env.GATE.getByName("gate:enam"));
  const { results } = await env.DB.prepare(
    "SELECT outcome, count FROM usage_hourly WHERE credential_id = ?1 AND count > 0 ORDER BY outcome",
  )
    .bind(key.id)
    .all();
  expect(results).toEqual([
    { outcome: "client_error", count: 1 },
    { outcome: "forbidden", count: 1 },
  ]);
});

test("a flush whose answer is lost after the commit is sent again and changes nothing", async () => {
  const world = await newWorld();
  const key = await usedKey(world);
  await use(key.secret, 3);
  await expect.poll(() => journaled(key.id), { timeout: 10_000 }).toBe(3);
  {
    using _ = failD1(async ({ sql, run }) => {
      const result = await run();
      if (sql.some((text) => text.includes("usage_batches"))) throw connectionLost();
      return result;
    });
    await runDurableObjectAlarm(GATE);
  }
  expect(await counted(key.id)).toBe(3);
  await evictDurableObject(env.GATE.getByName("gate:enam"));
  await runDurableObjectAlarm(env.GATE.getByName("gate:enam"));
  await runDurableObjectAlarm(env.GATE.getByName("gate:enam"));
  expect(await counted(key.id)).toBe(3);
});

const REFUSALS = { "breaks off": connectionLost, "is overloaded": overloaded } as const;

test.for(["breaks off", "is overloaded"] as const)(
  "a flush while D1 %s keeps everything for the next one",
  async (how) => {
    const world = await newWorld();
    const key = await usedKey(world);
    await use(key.secret, 4);
    await expect.poll(() => journaled(key.id), { timeout: 10_000 }).toBe(4);
    {
      using _ = failD1(({ sql, run }) =>
        sql.some((text) => text.includes("usage_batches")) ? Promise.reject(REFUSALS[how]()) : run(),
      );
      await runDurableObjectAlarm(env.GATE.getByName("gate:enam"));
      expect(await counted(key.id)).toBe(0);
      await use(key.secret, 2);
    }
    await expect.poll(() => journaled(key.id), { timeout: 10_000 }).toBe(2);
    await runDurableObjectAlarm(env.GATE.getByName("gate:enam"));
    await runDurableObjectAlarm(env.GATE.getByName("gate:enam"));
    expect(await counted(key.id)).toBe(6);
  },
);

test("one flush takes all that a busy gate has counted, however many rows that is", async () => {
  const world = await newWorld();
  const key = await usedKey(world);
  await use(key.secret, 1);
  await expect.poll(() => journaled(key.id), { timeout: 10_000 }).toBe(1);
  await runInDurableObject(env.GATE.getByName("gate:enam"), (_gate, state) => {
    state.storage.sql.exec(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4500)
       INSERT INTO usage_journal SELECT ?, i * 3600000, 'mcp', 'list_events', 'ok', '', '', 1 FROM n`,
      key.id,
    );
  });
  await runDurableObjectAlarm(env.GATE.getByName("gate:enam"));
  expect(await counted(key.id)).toBe(4501);
});

test("a rate limit outlives the eviction of the gate that counts it", async () => {
  const world = await newWorld();
  const key = await usedKey(world, { rate_limit: { per_minute: 1, burst: 3 } });
  await use(key.secret, 3);
  expect(await read(key.secret)).toBe(429);
  await expect.poll(() => journaled(key.id), { timeout: 10_000 }).toBe(4);
  await abortAllDurableObjects();
  expect(await read(key.secret)).toBe(429);
});

test("a write, its audit entry and its change are there together or not at all", async () => {
  const world = await newWorld();
  const key = await usedKey(world);
  const seen = async (): Promise<unknown> =>
    env.DB.prepare(
      `SELECT (SELECT status FROM keys WHERE id = ?1) AS status, (SELECT version FROM keys WHERE id = ?1) AS version,
         (SELECT count(*) FROM audit_log WHERE target_id = ?1) AS entries,
         (SELECT max(version) FROM key_changes WHERE credential_id = ?1) AS change`,
    )
      .bind(key.id)
      .first();
  const before = await seen();
  {
    using _ = failD1(({ sql, run }) =>
      sql.some((text) => text.includes("INSERT INTO audit_log")) ? Promise.reject(connectionLost()) : run(),
    );
    expect((await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" })).status).toBe(503);
  }
  expect(await seen()).toEqual(before);
  await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  expect(await seen()).toEqual({ status: "revoked", version: 3, entries: 2, change: 3 });
});

test("a create whose answer from D1 is lost after the commit makes one key, and its secret works", async () => {
  const world = await newWorld();
  let lost = false;
  using _ = failD1(async ({ sql, run }) => {
    const result = await run();
    if (lost || !sql.some((text) => text.includes("INSERT INTO keys"))) return result;
    lost = true;
    throw connectionLost();
  });
  const key = await usedKey(world);
  expect(await read(key.secret)).toBe(200);
  const { body } = await call("/v1/keys", { secret: world.manager });
  expect(body).toMatchObject({ data: [{ id: key.id }, {}] });
});
