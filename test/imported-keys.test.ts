/** Keys of other systems: their secrets work on, everywhere and at once, and end as any key does. */
import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { keySchema } from "#shared/management/keys.ts";
import { foreignSecret, imported, importRows, listTools, rowFor } from "./import-world.ts";
import { create, EVERYWHERE, manage, use } from "./key-world.ts";
import { call, newWorld } from "./world.ts";

const codeOf = async (secret: string): Promise<unknown> => {
  const { status, body } = await use(secret);
  return body["code"] ?? status;
};

test("an imported secret works unchanged on every surface, as soon as its import is answered", async () => {
  const world = await newWorld();
  const secret = foreignSecret();
  expect(await codeOf(secret)).toBe("malformed_key");
  const { rows } = await importRows(world, [await rowFor(world, secret)]);
  expect(await codeOf(secret)).toBe(200);
  expect((await call("GET", "/v1/me", { headers: { "X-Api-Key": secret } })).status).toBe(200);
  expect(await listTools({ Authorization: `Bearer ${secret}` })).toBe(200);
  expect(await listTools({ "X-Api-Key": secret })).toBe(200);
  const body = { secret, scope: "mcp:read" };
  const verified = await call("POST", "/v1/keys/verify", { key: world.key.secret, body });
  expect(verified.body).toMatchObject({ valid: true, code: "ok", key: { id: rows[0]?.key_id } });
  expect(z.array(z.unknown()).parse(verified.body["checks"]).slice(0, 3)).toEqual([
    { check: "format", outcome: "passed", detail: null },
    { check: "tag", outcome: "skipped", detail: null },
    { check: "known", outcome: "passed", detail: null },
  ]);
  expect(await exports.Verifier.verify({ secret })).toMatchObject({ valid: true });
});

test("a URL takes an imported secret once its owner allows that, and not before", async () => {
  const world = await newWorld();
  const { id, secret } = await imported(world);
  const byUrl = (): Promise<number> => listTools({}, `/mcp?api_key=${secret}`);
  expect(await byUrl()).toBe(401);
  expect((await manage(world, `PATCH /${id}`, { allow_query: true })).status).toBe(200);
  expect(await byUrl()).toBe(200);
});

test("what ends or changes an imported key is true when it is answered", async () => {
  const world = await newWorld();
  const { id, secret } = await imported(world, { scopes: ["mcp:read", "mcp:write"] });
  expect(await codeOf(secret)).toBe(200);
  expect((await manage(world, `POST /${id}/disable`)).body).toMatchObject(EVERYWHERE);
  expect(await codeOf(secret)).toBe("disabled_key");
  expect((await manage(world, `POST /${id}/enable`)).body).toMatchObject(EVERYWHERE);
  expect(await codeOf(secret)).toBe(200);
  expect((await manage(world, `PATCH /${id}`, { scopes: ["mcp:write"] })).body).toMatchObject(EVERYWHERE);
  expect(await codeOf(secret)).toBe("missing_scope");
  expect((await manage(world, `POST /${id}/revoke`)).body).toMatchObject(EVERYWHERE);
  expect(await codeOf(secret)).toBe("revoked_key");
});

test("a rotation gives an imported key an ordinary secret; the one before works through its grace", async () => {
  const world = await newWorld();
  const { id, secret } = await imported(world);
  const rotated = await manage(world, `POST /${id}/rotate`, { grace_seconds: 600 });
  const fresh = z.object({ secret: z.string() }).parse(rotated.body).secret;
  expect(fresh).toMatch(/^lk_/);
  expect([await codeOf(secret), await codeOf(fresh)]).toEqual([200, 200]);
  expect((await manage(world, `POST /${id}/end-grace`)).body).toMatchObject(EVERYWHERE);
  expect([await codeOf(secret), await codeOf(fresh)]).toEqual(["unknown_key", 200]);
});

test("an import that is run again does not revive a secret that a rotation has ended", async () => {
  const world = await newWorld();
  const { id, secret } = await imported(world);
  expect((await manage(world, `POST /${id}/rotate`)).status).toBe(201);
  expect(await codeOf(secret)).toBe("unknown_key");
  const again = await importRows(world, [await rowFor(world, secret)]);
  expect(again.rows).toEqual([{ index: 0, outcome: "exists", key_id: id, errors: [] }]);
  expect(await codeOf(secret)).toBe("unknown_key");
});

test("a secret that was deleted and imported again works at once, whoever remembers the key before", async () => {
  const world = await newWorld();
  const { id, secret } = await imported(world);
  expect(await codeOf(secret)).toBe(200);
  await manage(world, `DELETE /${id}?confirm=used-recently`);
  const { rows } = await importRows(world, [await rowFor(world, secret)]);
  expect(rows[0]).toMatchObject({ outcome: "created" });
  expect(await codeOf(secret)).toBe(200);
  await manage(world, `DELETE /${rows[0]?.key_id ?? ""}?confirm=used-recently`);
  expect(await codeOf(secret)).toBe("unknown_key");
});

test("an imported key says so, and shows the hint that it came with", async () => {
  const world = await newWorld();
  const hinted = await imported(world, { hint: "acme_ab…yz" });
  const prefixed = await imported(world, { prefix: "acme_" });
  const bare = await imported(world);
  const keys = await Promise.all(
    [hinted, prefixed, bare].map(async ({ id }) => keySchema.parse((await manage(world, `GET /${id}`)).body)),
  );
  expect(keys.map((key) => key.hint)).toEqual(["acme_ab…yz", "acme_…", "…"]);
  expect(keys.map((key) => key.legacy)).toEqual([false, false, false]);
  for (const { imported_at: at } of keys) expect(Math.abs(Date.parse(at ?? "") - Date.now())).toBeLessThan(60_000);
  const own = await create(world);
  expect(keySchema.parse((await manage(world, `GET /${own.id}`)).body).imported_at).toBeNull();
});

test("what D1 keeps of an imported secret is neither its text nor the digest that was sent", async () => {
  const world = await newWorld();
  const { id, secret } = await imported(world);
  const row = await rowFor(world, secret);
  const kept = await env.DB.prepare("SELECT digest FROM keys WHERE id = ?1").bind(id).first("digest");
  expect(kept).toMatch(/^[\w-]{43}$/);
  const digest = z.string().parse(row["digest"]);
  expect([digest, Uint8Array.fromHex(digest).toBase64({ alphabet: "base64url", omitPadding: true })]).not.toContain(
    kept,
  );
});
