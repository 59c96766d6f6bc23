/** Promise 2: a create is true when it is answered; a cached miss never refuses a good key. */
import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { mintId } from "#shared/ids.ts";
import { settingsOf } from "#workers/env.ts";
import { mintKey } from "#workers/secrets/mint-key.ts";
import { EVERYWHERE, newWorld, read } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";

beforeEach(() => faultyKv().reset());

for (const mode of ["stale", "stale-miss", "fail"] as const) {
  test(`a new key works everywhere at once with a KV that is ${mode}`, async () => {
    await faultyKv().setMode(mode);
    const world = await newWorld();
    const key = await world.createKey();
    for (const place of EVERYWHERE) expect(await read(key.secret, place)).toBe(200);
  });
}

test("a key that a gate remembers as missing works as soon as it is there", async () => {
  const world = await newWorld();
  const minted = await mintKey(settingsOf(env), mintId);
  const secret = minted.secret.reveal();
  for (const place of EVERYWHERE) expect(await read(secret, place)).toBe(401);
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, created_at, updated_at)
         VALUES (?1, ?2, 'Restored', ?3, ?4, '["mcp:read"]', 0, 0)`,
    ).bind(minted.id, world.userId, minted.hint, minted.digest),
    env.DB.prepare("INSERT INTO key_workspaces VALUES (?1, ?2)").bind(minted.id, world.workspaceId),
  ]);
  await world.manage(`/v1/keys/${minted.id}/enable`, { method: "POST" });
  for (const place of EVERYWHERE) expect(await read(secret, place)).toBe(200);
});

test("an enabled key works everywhere again when the answer is there", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  for (const place of EVERYWHERE) expect(await read(key.secret, place)).toBe(200);
  await world.manage(`/v1/keys/${key.id}/disable`, { method: "POST" });
  for (const place of EVERYWHERE) expect(await read(key.secret, place)).toBe(401);
  await faultyKv().setMode("stale");
  await world.manage(`/v1/keys/${key.id}/enable`, { method: "POST" });
  for (const place of EVERYWHERE) expect(await read(key.secret, place)).toBe(200);
});

test("a record whose reading began earlier elsewhere is used when its version is the one that is needed", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  expect(await read(key.secret, "weur")).toBe(200);
  await world.manage(`/v1/keys/${key.id}/disable`, { method: "POST" });
  expect(await read(key.secret, "weur")).toBe(401);
  await world.manage(`/v1/keys/${key.id}/enable`, { method: "POST" });
  const fresh = z
    .object({ readAt: z.number() })
    .loose()
    .parse(JSON.parse((await env.KV.get(`record:${key.id}`)) ?? ""));
  await env.KV.put(`record:${key.id}`, JSON.stringify({ ...fresh, readAt: fresh.readAt - 60_000 }));
  await faultyKv().setMode("stale");
  expect(await read(key.secret, "weur")).toBe(200);
});

test("a key that was put back after its deletion works everywhere at once", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  for (const place of EVERYWHERE) expect(await read(key.secret, place)).toBe(200);
  const row = await env.DB.prepare("SELECT owner_id, hint, digest FROM keys WHERE id = ?1").bind(key.id).first();
  await world.manage(`/v1/keys/${key.id}?confirm=used-recently`, { method: "DELETE" });
  for (const place of EVERYWHERE) expect(await read(key.secret, place)).toBe(401);
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, created_at, updated_at)
       VALUES (?1, ?2, 'Restored', ?3, ?4, '["mcp:read"]', 0, 0)`,
    ).bind(key.id, row?.["owner_id"], row?.["hint"], row?.["digest"]),
    env.DB.prepare("INSERT INTO key_workspaces VALUES (?1, ?2)").bind(key.id, world.workspaceId),
  ]);
  await world.manage(`/v1/keys/${key.id}/enable`, { method: "POST" });
  for (const place of EVERYWHERE) expect(await read(key.secret, place)).toBe(200);
});

test("a gate that is thousands of changes behind catches up page by page, and then answers", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  expect(await read(key.secret, "oc")).toBe(200);
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
     INSERT INTO key_changes (credential_id, version, changed_at, confirmed_at)
     SELECT 'key_' || substr('000000000' || i, -10), 7, unixepoch() * 1000, 1 FROM n`,
  ).run();
  await expect.poll(() => floorsAt("gate:oc", key.secret), { timeout: 20_000, interval: 500 }).toBeGreaterThan(12_000);
  await env.DB.exec("DELETE FROM key_changes WHERE confirmed_at = 1");
});

/** Floors that the gate has after one more request there, which has to pass. */
async function floorsAt(name: string, secret: string): Promise<number> {
  expect(await read(secret, "oc")).toBe(200);
  return runInDurableObject(env.GATE.getByName(name), (_gate, state) => {
    return state.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM floors").one().n;
  });
}

test("a new key works although every gate died after it was created", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await abortAllDurableObjects();
  for (const place of EVERYWHERE) expect(await read(key.secret, place)).toBe(200);
});
