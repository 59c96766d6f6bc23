/** Promise 2: a create is true when it is answered; a cached miss never refuses a good key. */
import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { mintId } from "#shared/ids.ts";
import { settingsOf } from "#workers/env.ts";
import { mintKey } from "#workers/secrets/mint-key.ts";
import { newWorld, type PlaceName, read } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";

const EVERYWHERE: PlaceName[] = ["enam", "weur", "apac", "oc"];

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

test("a new key works although every gate died after it was created", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await abortAllDurableObjects();
  for (const place of EVERYWHERE) expect(await read(key.secret, place)).toBe(200);
});
