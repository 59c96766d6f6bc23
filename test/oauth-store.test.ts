/** The D1 store does what the library relies on of Cloudflare's KV: the same steps on both, and the same answers. */
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { mintId } from "#shared/ids.ts";
import { GrantMoved, type Listed, type ListOptions, OAuthStore, type PutOptions } from "#workers/oauth/oauth-store.ts";
import { newApp } from "./app-world.ts";
import { newWorld } from "./world.ts";

/** As the library calls it, but that options are always given. */
type Kv = {
  get(key: string, options?: "json" | { readonly type?: string }): Promise<unknown>;
  put(key: string, value: string, options: PutOptions): Promise<void>;
  delete(key: string): Promise<void>;
  list(options: ListOptions): Promise<Listed>;
};
type Step = (kv: Kv, prefix: string) => Promise<unknown>;

const inAnHour = Math.floor(Date.now() / 1000) + 3600;

const STEPS: Readonly<Record<string, Step>> = {
  "a missing key is null, as text and as JSON": async (kv, at) => [
    await kv.get(`${at}none`),
    await kv.get(`${at}none`, { type: "json" }),
  ],
  "a text comes back as it was put": async (kv, at) => {
    await kv.put(`${at}a`, 'é "quoted" \u0000 漢 🎛️', {});
    return kv.get(`${at}a`);
  },
  "JSON is parsed where it is asked for": async (kv, at) => {
    await kv.put(`${at}a`, '{"b":[1,null,"c"]}', {});
    return [await kv.get(`${at}a`, { type: "json" }), await kv.get(`${at}a`, "json"), await kv.get(`${at}a`)];
  },
  "a later put replaces value, metadata and expiry": async (kv, at) => {
    await kv.put(`${at}a`, "1", { metadata: { n: 1 }, expirationTtl: 600 });
    await kv.put(`${at}a`, "2", {});
    return [await kv.get(`${at}a`), (await kv.list({ prefix: at })).keys.map(({ name: _name, ...rest }) => rest)];
  },
  "what is deleted is gone, and deleting it again is nothing": async (kv, at) => {
    await kv.put(`${at}a`, "1", {});
    await kv.delete(`${at}a`);
    await kv.delete(`${at}a`);
    return kv.get(`${at}a`);
  },
  "a list has the keys of its prefix in order, with metadata and expiry": async (kv, at) => {
    for (const name of ["b", "a:2", "a:1", "a", "c", "a;"]) {
      await kv.put(`${at}${name}`, name, { metadata: { of: name }, expiration: inAnHour });
    }
    return (await kv.list({ prefix: `${at}a` })).keys.map(({ name, ...rest }) => [name.slice(at.length), rest]);
  },
  "an empty list is complete": async (kv, at) => kv.list({ prefix: `${at}none` }).then((page) => page.list_complete),
  "a list is read to its end by its cursors, each key once": async (kv, at) => {
    for (let index = 0; index < 7; index += 1) await kv.put(`${at}${index}`, "x", {});
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await kv.list({ prefix: at, limit: 3, cursor });
      names.push(...page.keys.map(({ name }) => name.slice(at.length)));
      cursor = page.list_complete ? undefined : page.cursor;
    } while (cursor !== undefined);
    return names;
  },
};

/** KV as the library has it without a store of ours: the same calls on the real binding. */
const realKv: Kv = {
  get: async (key, options) =>
    typeof options === "string" || options?.type === "json" ? env.KV.get(key, "json") : env.KV.get(key),
  put: async (key, value, { expiration, expirationTtl, metadata }) =>
    env.KV.put(key, value, {
      ...(expiration === undefined ? {} : { expiration }),
      ...(expirationTtl === undefined ? {} : { expirationTtl }),
      ...(metadata === undefined ? {} : { metadata }),
    }),
  delete: async (key) => env.KV.delete(key),
  list: async ({ prefix, limit, cursor }) => {
    const page = await env.KV.list({
      prefix: prefix ?? null,
      ...(limit === undefined ? {} : { limit }),
      cursor: cursor ?? null,
    });
    return page.list_complete
      ? { keys: page.keys, list_complete: true }
      : { keys: page.keys, list_complete: false, cursor: page.cursor };
  },
};

test.each(Object.entries(STEPS))("as in KV: %s", async (_promise, step) => {
  const inKv = await step(realKv, `${mintId(8)}:`);
  expect(await step(new OAuthStore(env.DB), `${mintId(8)}:`)).toEqual(inKv);
});

test("what has expired is neither got nor listed", async () => {
  const store = new OAuthStore(env.DB);
  const key = `client:${mintId(16)}`;
  await store.put(key, "1", { expirationTtl: 60 });
  await env.DB.prepare("UPDATE oauth_store SET expires_at = ?2 WHERE key = ?1").bind(key, Date.now()).run();
  expect([await store.get(key), (await store.list({ prefix: key })).keys]).toEqual([null, []]);
});

let grant = "";
let token = "";

beforeEach(async () => {
  const { owner, workspace } = await newWorld();
  const app = await newApp(owner, { workspaces: [workspace] });
  grant = `grant:${owner.id}:${app.id.slice("app_".length)}`;
  token = `${grant.replace("grant", "token")}:${"a".repeat(64)}`;
});

test("of two requests that read one grant, only the first writes it", async () => {
  const [one, two] = [new OAuthStore(env.DB), new OAuthStore(env.DB)];
  await Promise.all([one.get(grant), two.get(grant)]);
  await one.put(grant, '{"by":"one"}');
  await expect(two.put(grant, '{"by":"two"}')).rejects.toThrow(GrantMoved);
  await one.put(grant, '{"by":"one again"}');
  expect(await two.get(grant)).toBe('{"by":"one again"}');
});

test("a grant that was not read is not overwritten", async () => {
  await expect(new OAuthStore(env.DB).put(grant, "{}")).rejects.toThrow(GrantMoved);
});

test("of an app that was disconnected meanwhile neither grant nor token is written", async () => {
  const store = new OAuthStore(env.DB);
  await store.get(grant);
  await env.DB.prepare("DELETE FROM connected_apps WHERE id = ?1")
    .bind(`app_${grant.split(":")[2]}`)
    .run();
  await expect(store.put(grant, "{}")).rejects.toThrow(GrantMoved);
  await expect(store.put(token, '{"scope":["mcp:read"]}', { expirationTtl: 60 })).rejects.toThrow(GrantMoved);
  expect([await store.get(grant), await store.get(token)]).toEqual([null, null]);
});

test("a consent is used once", async () => {
  const store = new OAuthStore(env.DB);
  const key = `transaction:${mintId(16)}`;
  await store.put(key, "sealed", { expirationTtl: 600 });
  const used = await Promise.allSettled([store.delete(key), new OAuthStore(env.DB).delete(key)]);
  expect(used.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("however often a client refreshes, ten of its tokens work", async () => {
  const store = new OAuthStore(env.DB);
  for (let index = 0; index < 14; index += 1) {
    const key = `${grant.replace("grant", "token")}:${String(index).padStart(64, "0")}`;
    await store.put(key, '{"scope":["mcp:read"]}', { expirationTtl: 3600 + index });
  }
  const { keys } = await store.list({ prefix: grant.replace("grant", "token") });
  expect(keys.map(({ name }) => Number(name.slice(-64)))).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
});
