/**
 * What a page costs does not grow with what there is: D1 bills rows read, and its time grows with them. The world is a
 * workspace of 10 000 keys, each with an audit entry and some use.
 */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { KEYS_BY_REQUESTS_MAX } from "#shared/limits.ts";
import { readD1Record } from "#workers/records/d1-records.ts";
import { BYTES } from "./costs/counts.ts";
import { isRead, rowsReadBy, statementsOf } from "./d1-statements.ts";
import { keysInBulk } from "./keys-in-bulk.ts";
import { type Answer, call, newMember, newWorld, newWorkspace, type World } from "./world.ts";

const KEYS = 10_000;
const PAGE = 100;
/** A page's rows, each with its owner, its workspaces and their members, out of each list that it may be in. */
const PAGE_ROWS_MAX = 30 * PAGE;
/** Where few keys pass a filter: each key's row in each of the two lists that it is in, and what is looked up for it. */
const WALK_ROWS_MAX = 4 * KEYS;

let world: World;
let member: string;
/** Of the database, before each statement that filled it and at the end. */
const sizes: number[] = [];

beforeAll(async () => {
  world = await newWorld();
  const { person } = await newMember(world.workspace, "member");
  member = person.id;
  await newWorkspace(world.owner, "Side stage");
  const owners = [world.owner.id, member];
  const bulk = keysInBulk({ from: 0, to: KEYS, workspace: world.workspace, owners, now: Date.now() });
  for (const { sql, values } of bulk) {
    sizes.push(await sizeOfD1());
    await env.DB.prepare(sql)
      .bind(...values)
      .run();
    sizes.push(await sizeOfD1());
  }
  // The gate has to read what was changed before it answers for the first time.
  await call("GET", "/v1/me", { key: world.key.secret });
});

async function sizeOfD1(): Promise<number> {
  return (await env.DB.prepare("SELECT 1").run()).meta.size_after;
}

/** The rows that the reads of a request cost. */
async function rowsOf(path: string): Promise<number> {
  const statements = await statementsOf(async () => {
    expect([path, (await call("GET", path, { key: world.key.secret })).status]).toEqual([path, 200]);
  });
  const counts = await Promise.all(statements.filter(isRead).map(rowsReadBy));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Those of the paths that cost more than `max`. */
async function dearer(max: number, paths: readonly string[]): Promise<[string, number][]> {
  const costs: [string, number][] = [];
  for (const path of paths) costs.push([path, await rowsOf(path)]);
  return costs.filter(([, rows]) => rows > max);
}

const keysBy = (sort: string, filter = ""): string => `/v1/keys?limit=${PAGE}&usage_days=14&sort=${sort}${filter}`;

test("a page of keys in the order of an index reads about as many rows as it shows", async () => {
  const filters = [
    "",
    "&status=enabled",
    "&owner=me",
    `&owner=${member}`,
    `&workspace=${world.workspace}`,
    "&search=number",
    "&scope=mcp:read",
  ];
  const orders = ["created_at", "-created_at", "name", "-name"];
  const paths = orders.flatMap((sort) => filters.map((filter) => keysBy(sort, filter)));
  expect(await dearer(PAGE_ROWS_MAX, paths)).toEqual([]);
});

test("a page of keys by last use reads those of the days that it shows", async () => {
  // Of 10 000 keys 6 666 were used within 92 days, so that four days hold two pages.
  expect(await dearer(2 * PAGE_ROWS_MAX, [keysBy("-last_used_at"), keysBy("-last_used_at", "&owner=me")])).toEqual([]);
});

test("a filter that few keys pass reads each key's listing, and nothing else of it", async () => {
  const filters = ["&search=nowhere", "&status=expired", "&scope=keys:manage", "&search=side", "&unused_days=900"];
  const paths = ["-created_at", "name"].flatMap((sort) => filters.map((filter) => keysBy(sort, filter)));
  expect(await dearer(WALK_ROWS_MAX, paths)).toEqual([]);
});

function byRequests(filter: string): Promise<Answer> {
  return call("GET", `/v1/keys?usage_days=14&sort=-requests${filter}`, { key: world.key.secret });
}

test("more keys than can be summed are not sorted by requests, until they are filtered", async () => {
  expect(KEYS).toBeGreaterThan(KEYS_BY_REQUESTS_MAX);
  const refused = { status: 400, body: { code: "invalid_request", errors: [{ path: "sort" }] } };
  expect(await byRequests("")).toMatchObject(refused);
  expect(await byRequests("&search=number+12")).toMatchObject({ status: 200 });
});

test("a page of the audit log reads about as many rows as it shows, whatever it is filtered by", async () => {
  const filters = ["", "&action=key.created", "&action=key.", `&actor=${member}`, `&workspace=${world.workspace}`];
  const last = "&to=2020-01-01T00:00:00Z";
  const paths = [...filters, "&target=key_0000000000", last].map((filter) => `/v1/audit?limit=${PAGE}${filter}`);
  expect(await dearer(PAGE_ROWS_MAX, paths)).toEqual([]);
});

test("one key, its use and the members' page cost the same beside 10 000 keys", async () => {
  const { id } = world.key;
  expect(await dearer(100, [`/v1/keys/${id}`, `/v1/keys/${id}/usage`, "/v1/me", "/v1/workspaces"])).toEqual([]);
  // Of a member's keys the listings are counted: the two own 5 000 each.
  expect(await dearer(1.1 * KEYS, [`/v1/workspaces/${world.workspace}/members`])).toEqual([]);
});

function isAboutOne(ratio: number): boolean {
  return ratio > 0.9 && ratio < 1.1;
}

test("a key and an hour of its use take about the bytes that the page on cost counts with", () => {
  const grown = sizes.flatMap((size, index) => (index % 2 === 0 ? [(sizes[index + 1] ?? 0) - size] : []));
  const [keys = 0, reach = 0, use = 0, ...audit] = grown;
  const perKey = (keys + reach + audit.reduce((sum, size) => sum + size, 0)) / KEYS;
  expect(perKey / BYTES.key).toSatisfy(isAboutOne);
  expect(use / (3 * KEYS) / BYTES.hourOfUse).toSatisfy(isAboutOne);
});

test("verification reads one key, whatever there is beside it", async () => {
  const statements = await statementsOf(() => readD1Record(env.DB, { id: world.key.id, floor: 0 }, Date.now));
  const counts = await Promise.all(statements.map(rowsReadBy));
  expect(counts).toEqual([expect.toSatisfy((rows: number) => rows < 10)]);
});
