/** Lists: filtered, searched, sorted, and paged without losing or repeating a row. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { mintId } from "#shared/ids.ts";
import { listKeysSchema } from "#shared/management/keys.ts";
import {
  type Answer,
  call,
  join,
  newKey,
  newMember,
  newPerson,
  newWorld,
  newWorkspace,
  sql,
  type World,
} from "./world.ts";

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
    const { id } = await newKey(world.owner, {
      workspaces: [world.workspace],
      name,
      createdAt: 1_700_000_000_000 + (index % 2),
      ...lastUsedAt,
    });
    await newUsage(id, [[0, index % 3]]);
  }
}

const daysAgo = (days: number): number => Date.now() - days * DAY_MS;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Counts in the last hour of the UTC day that lies so many days back: a day is more than its midnight. */
async function newUsage(key: string, counts: readonly (readonly [daysBack: number, count: number])[]): Promise<void> {
  const lastHour = Date.now() - (Date.now() % DAY_MS) + 23 * 60 * 60 * 1000;
  for (const [daysBack, count] of counts) {
    await env.DB.prepare(
      `INSERT INTO usage_hourly (credential_id, hour, surface, operation, outcome, client, country, count)
       VALUES (?1, ?2, 'mcp', 'list_events', ?4, '', '', ?3)`,
    )
      .bind(key, lastHour - daysBack * DAY_MS, count, `outcome ${mintId(8)}`)
      .run();
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
    const path = `/v1/keys?usage_days=14&sort=${sort}`;
    const whole = await all(world, path, 100);
    expect(whole).toHaveLength(NAMES.length + 1);
    expect(new Set(whole.map((key) => key["id"])).size).toBe(NAMES.length + 1);
    const values = whole.map((key) => sortValue(key, sort));
    expect(values).toEqual(values.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0)));
    for (const limit of [1, 2, 3, 5, NAMES.length + 1]) {
      expect(await all(world, path, limit)).toEqual(whole);
    }
  },
);

const sortable = z.object({
  name: z.string(),
  created_at: z.string(),
  last_used: z.object({ at: z.string() }).nullable(),
  usage: z.object({ total: z.number() }),
});

/** As SQLite orders: names by their bytes, the case of ASCII aside. Descending sorts are turned around. */
function sortValue(raw: unknown, sort: (typeof SORTS)[number]): number | string {
  const key = sortable.parse(raw);
  const sign = sort.startsWith("-") ? -1 : 1;
  if (sort.endsWith("created_at")) return sign * Date.parse(key.created_at);
  if (sort.endsWith("last_used_at")) return sign * Date.parse(key.last_used?.at ?? "1970-01-01T00:00:00Z");
  if (sort.endsWith("requests")) return sign * key.usage.total;
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

async function foundBy(viewer: World, text: string): Promise<unknown[]> {
  return (await page(viewer, `/v1/keys?sort=name&search=${text}`)).data.map((key) => key["id"]);
}

test("keys are found by the name of a workspace they reach, of those that the viewer may see", async () => {
  const ada = await newWorld("Main stage");
  const bo = await newWorld("Secret stage");
  await join(bo.owner, ada.workspace, "member");
  await join(ada.owner, bo.workspace, "member");
  const shared = await newKey(bo.owner, { workspaces: [ada.workspace, bo.workspace], name: "Shared" });
  expect(await foundBy(ada, "MAIN")).toEqual([ada.key.id, shared.id]);
  expect(await foundBy(ada, "secret")).toEqual([]);
  expect(await foundBy(bo, "secret")).toEqual([bo.key.id, shared.id]);
  await sql("DELETE FROM member WHERE user_id = ?1 AND workspace_id = ?2", bo.owner.id, ada.workspace);
  expect(await foundBy(bo, "main")).toEqual([]);
  expect(await foundBy(ada, "main")).toEqual([ada.key.id]);
});

test("keys are listed by owner: a person, or `me`", async () => {
  const home = await newWorld();
  const { person, key } = await newMember(home.workspace, "member");
  const listed = async (owner: string): Promise<unknown[]> =>
    (await page(home, `/v1/keys?owner=${owner}`)).data.map((row) => row["id"]);
  expect(await listed("me")).toEqual([home.key.id]);
  expect(await listed(home.owner.id)).toEqual([home.key.id]);
  expect(await listed(person.id)).toEqual([key.id]);
  expect(await listed((await newWorld()).owner.id)).toEqual([]);
  for (const owner of ["you", "", "usr_", "me me"]) {
    expect(await call("GET", `/v1/keys?owner=${owner}`, { key: home.key.secret })).toMatchObject({ status: 400 });
  }
});

test("several statuses are listed together, and one that is none is refused", async () => {
  const home = await newWorld();
  const disabled = await newKey(home.owner, { workspaces: [home.workspace], status: "disabled", createdAt: 1 });
  const expired = await newKey(home.owner, { workspaces: [home.workspace], expiresAt: 1, createdAt: 2 });
  const listed = async (status: string): Promise<unknown[]> =>
    (await page(home, `/v1/keys?sort=created_at&status=${status}`)).data.map((key) => key["id"]);
  expect(await listed("disabled,expired")).toEqual([disabled.id, expired.id]);
  expect(await listed("expired,enabled,expired")).toEqual([expired.id, home.key.id]);
  expect(await listed("revoked")).toEqual([]);
  for (const status of ["", ",", "enabled,", "enabled;disabled", "Enabled", "enabled,".repeat(50)]) {
    const path = `/v1/keys?status=${encodeURIComponent(status)}`;
    expect(await call("GET", path, { key: home.key.secret })).toMatchObject({ status: 400 });
  }
});

test("a key is unused when it is older than the days asked for and nothing has used it in them", async () => {
  const home = await newWorld();
  const make = async (createdAt: number, lastUsedAt?: number): Promise<string> =>
    (
      await newKey(home.owner, {
        workspaces: [home.workspace],
        createdAt,
        ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
      })
    ).id;
  const never = await make(daysAgo(31));
  const longAgo = await make(daysAgo(60), daysAgo(30.5));
  await make(daysAgo(60), daysAgo(29));
  await make(daysAgo(29));
  const { data } = await page(home, "/v1/keys?unused_days=30&sort=created_at");
  expect(data.map((key) => key["id"])).toEqual([longAgo, never]);
  for (const days of ["0", "-1", "1.5", "99999", "x"]) {
    expect(await call("GET", `/v1/keys?unused_days=${days}`, { key: home.key.secret })).toMatchObject({ status: 400 });
  }
});

test("a list shows each key's requests by UTC day, the oldest first and today last, without a gap", async () => {
  const home = await newWorld();
  const busy = await newKey(home.owner, { workspaces: [home.workspace], createdAt: 1 });
  await newUsage(busy.id, [
    [0, 3],
    [0, 4],
    [2, 5],
    [3, 100],
  ]);
  const { data } = await page(home, "/v1/keys?usage_days=3&sort=created_at");
  expect(data.map((key) => key["usage"])).toEqual([
    { days: [5, 0, 7], total: 12 },
    { days: [0, 0, 0], total: 0 },
  ]);
  expect((await page(home, "/v1/keys")).data[0]).not.toHaveProperty("usage");
  for (const query of ["usage_days=0", "usage_days=91", "sort=requests", "sort=-requests"]) {
    expect(await call("GET", `/v1/keys?${query}`, { key: home.key.secret })).toMatchObject({ status: 400 });
  }
});

test("a cursor of keys sorted by requests belongs to the number of days that it was made for", async () => {
  const home = await newWorld();
  await newKey(home.owner, { workspaces: [home.workspace] });
  const first = await page(home, "/v1/keys?usage_days=14&sort=-requests&limit=1");
  const next = (query: string): Promise<Answer> =>
    call("GET", `/v1/keys?${query}&cursor=${first.next_cursor ?? ""}`, { key: home.key.secret });
  expect(await next("usage_days=14&sort=-requests")).toMatchObject({ status: 200 });
  for (const query of ["usage_days=30&sort=-requests", "usage_days=14&sort=requests", "usage_days=14"]) {
    expect(await next(query)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  }
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
