/**
 * No statement of the product reads a whole table that grows. Every route is called, with the filters and orders of its
 * lists, and so are tools, the cron and the gate's own errands; each statement that D1 gets meanwhile shows its plan. So
 * do the queries within triggers, and what a deletion looks for by foreign keys.
 */
import { createScheduledController, listDurableObjectIds, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { takeLeasePage } from "#workers/gate/take-lease.ts";
import worker from "#workers/main.ts";
import { planOf, type Statement, statementsOf } from "./d1-statements.ts";
import { LISTS } from "./list-examples.ts";
import { askForToken, codeFields, connect, refresh } from "./oauth-world.ts";
import { signIn } from "./people.ts";
import { newThings, type Things } from "./route-examples.ts";
import { exampleOf, GUARDED, type Route, send } from "./route-table.ts";
import { call, newKey, newWorld, type World } from "./world.ts";

/** Tables that stay small, whatever is done: to read one whole is to read a page. */
const SMALL: Readonly<Record<string, string>> = {
  gate_leases: "one row a gate; those that ended a day ago are deleted",
  instance: "one row",
  verification: "challenges and links that have not ended yet; the others are deleted every ten minutes",
};

/** What is read whole, and why that is right. By the table and a piece of the statement. */
const MEANT: readonly { readonly table: string; readonly sql: string; readonly why: string }[] = [
  {
    table: "key_changes",
    sql: "WHERE confirmed_at IS NULL ORDER BY seq",
    why: "the whole of an index that has the unconfirmed changes alone: those are asked for",
  },
  {
    table: "audit_workspaces",
    sql: "INSERT INTO audit_log",
    why: "in the plan for a transaction with an open reference to the entry, of which there is none",
  },
];

type Scan = { readonly table: string; readonly sql: string };

/** Steps that read all of a table; what SQLite made up on the way (subqueries, JSON, matches of a text) is none. */
async function scansOf(statement: Statement): Promise<Scan[]> {
  const steps = await planOf(statement);
  return steps.flatMap((step) => {
    const [, alias] = /^SCAN (?!CONSTANT ROW)(\w+)(?! VIRTUAL TABLE)/.exec(step.replace(/ VIRTUAL TABLE.*/, "")) ?? [];
    if (alias === undefined || step.includes("VIRTUAL TABLE")) return [];
    const table = tableOf(alias, statement.sql);
    return table === null ? [] : [{ table, sql: statement.sql }];
  });
}

/** The table that goes by the name in the statement; null when it is a subquery's name. */
function tableOf(alias: string, sql: string): string | null {
  if (new RegExp(`\\)\\s+(?:AS\\s+)?"?${alias}"?(?![\\w.])`, "i").test(sql)) return null;
  const [, table] =
    new RegExp(`(?:FROM|JOIN|,)\\s+"?(\\w+)"?\\s+(?:AS\\s+)?"?${alias}"?(?![\\w.])`, "i").exec(sql) ?? [];
  return table ?? alias;
}

function isMeant({ table, sql }: Scan): boolean {
  return Object.hasOwn(SMALL, table) || MEANT.some((meant) => meant.table === table && sql.includes(meant.sql));
}

async function unmeantScans(statements: readonly Statement[]): Promise<string[]> {
  const scans = await Promise.all(statements.map(scansOf));
  return scans
    .flat()
    .filter((scan) => !isMeant(scan))
    .map(({ table, sql }) => `${table}: ${sql.replaceAll(/\s+/g, " ")}`);
}

async function callExample({ owner, workspace }: World, route: Route, things: Things): Promise<void> {
  const { by, success } = exampleOf(route);
  const key = await newKey(owner, { workspaces: [workspace, things.empty] });
  const headers = by === "key" ? { Authorization: `Bearer ${key.secret}` } : (await signIn(owner)).headers;
  expect(await send(route, things, headers)).toMatchObject({ status: success });
}

test.for(GUARDED.map((route) => ({ title: route.name, route })))("$title reads no table whole", async ({ route }) => {
  const world = await newWorld();
  const things = await newThings(world);
  const statements = await statementsOf(() => callExample(world, route, things));
  expect(await unmeantScans(statements)).toEqual([]);
});

test.for(Object.entries(LISTS))("%s reads no table whole, whatever is asked of it", async ([, list]) => {
  const world = await newWorld();
  const things = await newThings(world);
  const statements = await statementsOf(async () => {
    for (const path of list(things)) {
      const first = await call("GET", path, { key: world.key.secret });
      expect([path, first.status]).toEqual([path, 200]);
      const cursor = first.body["next_cursor"];
      if (typeof cursor === "string") await call("GET", `${path}&cursor=${cursor}`, { key: world.key.secret });
    }
  });
  expect(await unmeantScans(statements)).toEqual([]);
});

test("no step of an app that connects, renews and ends reads a table whole", async () => {
  const world = await newWorld();
  const statements = await statementsOf(async () => {
    const app = await connect({ person: world.owner, workspaces: [world.workspace] });
    await refresh(app);
    await askForToken({ token: app.access, client_id: app.clientId });
    await askForToken(codeFields(app));
  });
  expect(statements.filter(({ sql }) => sql.includes("oauth_store")).length).toBeGreaterThan(5);
  expect(await unmeantScans(statements)).toEqual([]);
});

const LEASE = { gate: "gate:nowhere", leaseMs: 1, floorRetentionMs: 1, wanted: null };

/** Everything that a gate has to tell or ask. */
async function wakeGates(): Promise<void> {
  for (const id of await listDurableObjectIds(env.GATE)) await runDurableObjectAlarm(env.GATE.get(id));
}

test("what gates, flushes and the cron ask reads no table whole", async () => {
  const world = await newWorld();
  const statements = await statementsOf(async () => {
    for (const cursor of [null, 0]) await takeLeasePage(env.DB, { ...LEASE, cursor }, () => epochMs(Date.now()));
    await call("GET", "/v1/me", { key: world.key.secret });
    await expect
      .poll(async () => {
        await wakeGates();
        return env.DB.prepare("SELECT id FROM usage_batches WHERE id > ''").first("id");
      })
      .not.toBeNull();
    await env.DB.prepare("UPDATE workspace SET deleted_at = 1 WHERE id = ?1").bind(world.workspace).run();
    await worker.scheduled(createScheduledController({ scheduledTime: new Date(0) }), env);
  });
  const kinds = [
    "INSERT INTO gate_leases",
    "INSERT INTO usage_batches",
    "DELETE FROM key_changes",
    "DELETE FROM member",
  ];
  for (const kind of kinds) expect([kind, statements.some(({ sql }) => sql.includes(kind))]).toEqual([kind, true]);
  expect(await unmeantScans(statements)).toEqual([]);
});

const triggerRow = z.object({ sql: z.string() });

/** The statements of a trigger, with a text in the place of what the changed row has. */
function statementsIn(trigger: string): Statement[] {
  const [, body = ""] = /\bBEGIN\b([\s\S]*)\bEND\b/.exec(trigger) ?? [];
  return body
    .split(";")
    .map((text) => text.replaceAll(/--.*$/gm, "").trim())
    .filter((text) => text !== "" && !text.includes("RAISE"))
    .map((text) => ({ sql: text.replaceAll(/\b(?:NEW|OLD)\.\w+/g, "'x'"), params: [] }));
}

test("no trigger reads a table whole", async () => {
  const { results } = await env.DB.prepare("SELECT sql FROM sqlite_master WHERE type = 'trigger'").all();
  const statements = results.flatMap((row) => statementsIn(triggerRow.parse(row).sql));
  expect(statements.length).toBeGreaterThan(20);
  expect(await unmeantScans(statements)).toEqual([]);
});

/** Columns that refer to what is never deleted while rows refer to it. */
const NEVER_LOOKED_FOR = new Set([
  // Entries of the audit log are kept for good.
  "audit_workspaces.audit_id",
  // A user is not deleted.
  "invitation.inviter_id",
]);

const tableRow = z.object({ name: z.string() });
/** Null for an expression. */
const columnRow = z.object({ name: z.string().nullable() });
const referenceRow = z.object({ from: z.string() });

/** Names come from the database itself. */
async function pragma<Row>(name: string, of: string, row: z.ZodType<Row>): Promise<Row[]> {
  const { results } = await env.DB.prepare(`PRAGMA ${name}(${of})`).all();
  return results.map((raw) => row.parse(raw));
}

async function unindexedReferences(table: string): Promise<string[]> {
  const indexes = await pragma("index_list", table, tableRow);
  const columns = await Promise.all(indexes.map(({ name }) => pragma("index_info", name, columnRow)));
  const firsts = new Set(columns.map(([first]) => first?.name));
  const references = await pragma("foreign_key_list", table, referenceRow);
  return references.filter(({ from }) => !firsts.has(from)).map(({ from }) => `${table}.${from}`);
}

test("every reference has an index, so that a deletion finds its children without a scan", async () => {
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*'",
  ).all();
  const unindexed = await Promise.all(results.map((row) => unindexedReferences(tableRow.parse(row).name)));
  expect(unindexed.flat().filter((name) => !NEVER_LOOKED_FOR.has(name))).toEqual([]);
});

async function noticed(sql: string): Promise<number> {
  return (await unmeantScans([{ sql, params: [] }])).length;
}

test("a scan is noticed: of a table by its name or by another one, with and without an index", async () => {
  expect(await noticed("SELECT * FROM keys WHERE hint = 'x'")).toBe(1);
  expect(await noticed("SELECT k.name FROM keys k WHERE k.hint = 'x'")).toBe(1);
  expect(await noticed("SELECT id FROM keys")).toBe(1);
  expect(await noticed("SELECT k.id FROM user u JOIN keys AS k ON k.owner_id = u.id")).toBe(1);
  expect(await noticed("SELECT s.id FROM (SELECT id FROM keys LIMIT 1) s JOIN keys k ON k.id = s.id")).toBe(1);
  expect(await noticed("SELECT id FROM keys WHERE id = 'x'")).toBe(0);
  expect(await noticed("SELECT * FROM gate_leases")).toBe(0);
});
