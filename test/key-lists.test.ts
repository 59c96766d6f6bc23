/** Lists: filtered, searched, sorted, and paged without losing or repeating a row. */
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { listKeysSchema } from "#shared/management/keys.ts";
import { call, join, newKey, newMember, newPerson, newWorld, newWorkspace, type World } from "./world.ts";

const SORTS = listKeysSchema.shape.sort.unwrap().options;

const pageSchema = z.object({ data: z.array(z.record(z.string(), z.unknown())), next_cursor: z.string().nullable() });
type Page = z.infer<typeof pageSchema>;

async function page(world: World, path: string): Promise<Page> {
  const answer = await call("GET", path, { key: world.key.secret });
  expect(answer.status).toBe(200);
  return pageSchema.parse(answer.body);
}

/** Every row, by pages of this size. */
async function all(world: World, path: string, limit: number): Promise<Page["data"]> {
  const rows: Page["data"] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const next: Page = await page(world, `${path}&limit=${limit}${cursor === "" ? "" : `&cursor=${cursor}`}`);
    expect(next.data.length).toBeLessThanOrEqual(limit);
    rows.push(...next.data);
    cursor = next.next_cursor;
  }
  return rows;
}

const NAMES = ["b", "a", "A", "B", "a", "ä", "_", "%", "🎪", "Z", "a"];

/** Keys that are alike in all that can be sorted by, two and three at a time. */
async function similarKeys(world: World): Promise<void> {
  for (const [index, name] of NAMES.entries()) {
    const lastUsedAt = index % 3 === 0 ? {} : { lastUsedAt: 1_800_000_000_000 + (index % 2) };
    await newKey(world.owner, {
      workspaces: [world.workspace],
      name,
      createdAt: 1_700_000_000_000 + (index % 2),
      ...lastUsedAt,
    });
  }
}

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await similarKeys(world);
});

test.for(SORTS)(
  "keys sorted by %s come in that order, whole and once, whatever the size of the pages",
  async (sort) => {
    const whole = await all(world, `/v1/keys?sort=${sort}`, 100);
    expect(whole).toHaveLength(NAMES.length + 1);
    expect(new Set(whole.map((key) => key["id"])).size).toBe(NAMES.length + 1);
    const values = whole.map((key) => sortValue(key, sort));
    expect(values).toEqual(values.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0)));
    for (const limit of [1, 2, 3, 5, NAMES.length + 1]) {
      expect(await all(world, `/v1/keys?sort=${sort}`, limit)).toEqual(whole);
    }
  },
);

const sortable = z.object({
  name: z.string(),
  created_at: z.string(),
  last_used: z.object({ at: z.string() }).nullable(),
});

/** As SQLite orders: names by their bytes, the case of ASCII aside. Descending sorts are turned around. */
function sortValue(raw: unknown, sort: (typeof SORTS)[number]): number | string {
  const key = sortable.parse(raw);
  const sign = sort.startsWith("-") ? -1 : 1;
  if (sort.endsWith("created_at")) return sign * Date.parse(key.created_at);
  if (sort.endsWith("last_used_at")) return sign * Date.parse(key.last_used?.at ?? "1970-01-01T00:00:00Z");
  const rank = Number.parseInt(
    new TextEncoder().encode(key.name.toLowerCase()).toHex().padEnd(10, "0").slice(0, 10),
    16,
  );
  return sign * rank;
}

test("keys are found by a part of their name or hint, whatever its case", async () => {
  const home = await newWorld();
  const { id, secret } = await newKey(home.owner, { workspaces: [home.workspace], name: "Claude Desktop" });
  const found = async (text: string): Promise<unknown[]> =>
    (await page(home, `/v1/keys?search=${encodeURIComponent(text)}`)).data.map((key) => key["id"]);
  expect(await found("claude")).toEqual([id]);
  expect(await found("DESK")).toEqual([id]);
  expect(await found(` ${secret.slice(8, 12)} `)).toEqual([id]);
  expect(await found(secret.slice(-4))).toEqual([id]);
  expect(await found(secret.slice(8, 14))).toEqual([]);
});

test("keys are filtered by status, scope and workspace, joined by AND", async () => {
  const home = await newWorld();
  const other = await newWorkspace(home.owner, "Side stage");
  const make = async (wish: Partial<Parameters<typeof newKey>[1]>): Promise<string> =>
    (await newKey(home.owner, { workspaces: [home.workspace], scopes: ["mcp:read"], ...wish })).id;
  const expiresAt = Date.now() - 1;
  const ids = {
    enabled: await make({ workspaces: [other], expiresAt: Date.now() + 1e6 }),
    disabled: await make({ status: "disabled" }),
    revoked: await make({ status: "revoked", expiresAt }),
    expired: await make({ status: "disabled", expiresAt, scopes: ["mcp:write", "keys:manage"] }),
  };
  const listed = async (query: string): Promise<unknown[]> =>
    (await page(home, `/v1/keys?sort=created_at&${query}`)).data.map((key) => key["id"]);
  expect(await listed("status=disabled")).toEqual([ids.disabled]);
  expect(await listed("status=revoked")).toEqual([ids.revoked]);
  expect(await listed("status=expired")).toEqual([ids.expired]);
  expect(await listed(`status=enabled&workspace=${other}`)).toEqual([ids.enabled]);
  expect(await listed(`workspace=${other}`)).toEqual([ids.enabled]);
  expect(new Set(await listed("scope=keys:manage"))).toEqual(new Set([home.key.id, ids.expired]));
  expect(await listed("scope=mcp:write&status=revoked")).toEqual([]);
});

test("members, workspaces and audit entries made in one moment are paged whole and once", async () => {
  const home = await newWorld();
  for (let index = 0; index < 6; index += 1) {
    await join(await newPerson(`Same name`), home.workspace, "member");
    await call("POST", "/v1/workspaces", { key: home.key.secret, body: { name: "Same name" } });
  }
  const lists = [
    [`/v1/workspaces/${home.workspace}/members?`, 7],
    ["/v1/workspaces?", 7],
    ["/v1/audit?", 6],
  ] as const;
  for (const [path, count] of lists) {
    const whole = await all(home, path, 100);
    expect(whole).toHaveLength(count);
    for (const limit of [1, 4]) expect(await all(home, path, limit)).toEqual(whole);
  }
});

test("a key that comes or goes while pages are turned moves no other", async () => {
  const home = await newWorld();
  const { key: another } = await newMember(home.workspace, "member");
  for (let index = 0; index < 4; index += 1)
    await newKey(home.owner, { workspaces: [home.workspace], createdAt: index });
  const first = await page(home, "/v1/keys?sort=created_at&limit=2");
  await newKey(home.owner, { workspaces: [home.workspace], createdAt: -1 });
  await call("DELETE", `/v1/keys/${String(first.data[0]?.["id"])}`, { key: home.key.secret });
  const rest = await page(home, `/v1/keys?sort=created_at&cursor=${first.next_cursor ?? ""}`);
  const seen = [...first.data, ...rest.data].map((key) => key["id"]);
  expect(new Set(seen).size).toBe(6);
  expect(seen).toContain(another.id);
});
