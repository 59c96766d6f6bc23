/**
 * Whatever takes rights from a connected app or gives them is in the change log, whoever wrote it: the product, the OAuth
 * library, a script or the SQL console. Plain SQL throughout, as the test of keys' triggers has it.
 */
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { type HeldApp, newApp } from "./app-world.ts";
import { newWorkspace, newWorld, type World } from "./world.ts";

let world: World;
let app: HeldApp;
let grant: string;

beforeEach(async () => {
  world = await newWorld();
  app = await newApp(world.owner, { workspaces: [world.workspace], scopes: ["mcp:read", "mcp:write"] });
  grant = `grant:${world.owner.id}:${app.id.slice("app_".length)}`;
});

async function run(sql: string, ...values: readonly (string | number)[]): Promise<void> {
  await env.DB.prepare(sql)
    .bind(...values)
    .run();
}

async function newest(): Promise<{
  readonly row: number | null;
  readonly logged: number | null;
  readonly count: number;
}> {
  const row = await env.DB.prepare("SELECT version FROM connected_apps WHERE id = ?1")
    .bind(app.id)
    .first<number>("version");
  const log = await env.DB.prepare(
    "SELECT max(version) AS logged, count(*) AS count FROM key_changes WHERE credential_id = ?1",
  )
    .bind(app.id)
    .first<{ logged: number | null; count: number }>();
  return { row, logged: log?.logged ?? null, count: log?.count ?? 0 };
}

const insertToken = (): Promise<void> =>
  run(
    "INSERT INTO oauth_store (key, value, app_id, expires_at) VALUES (?1, '{}', ?2, ?3)",
    `${grant.replace("grant", "token")}:${"f".repeat(64)}`,
    app.id,
    Date.now() + 60_000,
  );

const LOGGED: Readonly<Record<string, () => Promise<void>>> = {
  "its scopes": () => run(`UPDATE connected_apps SET scopes = '["mcp:read"]' WHERE id = ?1`, app.id),
  "its client": () => run("UPDATE connected_apps SET client_id = 'other' WHERE id = ?1", app.id),
  "one workspace less": () => run("DELETE FROM connected_app_workspaces WHERE app_id = ?1", app.id),
  "one workspace more": async () => {
    const side = await newWorkspace(world.owner, "Side stage");
    await run("INSERT INTO connected_app_workspaces (app_id, workspace_id) VALUES (?1, ?2)", app.id, side);
  },
  "a new token": insertToken,
  "a token that ends before its time": () =>
    run("DELETE FROM oauth_store WHERE app_id = ?1 AND key GLOB 'token:*'", app.id),
  "a token with other scopes": () =>
    run(`UPDATE oauth_store SET value = '{"scope":[]}' WHERE app_id = ?1 AND key GLOB 'token:*'`, app.id),
  "its owner's role": () => run("UPDATE member SET role = 'member' WHERE user_id = ?1", world.owner.id),
  "its owner's membership": () => run("DELETE FROM member WHERE user_id = ?1", world.owner.id),
};

test.each(Object.entries(LOGGED))("%s raises the version, and is logged with it", async (_what, act) => {
  const before = await newest();
  await act();
  const after = await newest();
  expect(after.row).toBeGreaterThan(before.row ?? Infinity);
  expect(after.logged).toBe(after.row);
});

const SILENT: Readonly<Record<string, () => Promise<void>>> = {
  "its name": () => run("UPDATE connected_apps SET name = 'other' WHERE id = ?1", app.id),
  "its last use": () => run("UPDATE connected_apps SET last_used_at = 1, last_used_client = 'x' WHERE id = ?1", app.id),
  "its grant, as a refresh writes it": () => run("UPDATE oauth_store SET value = '{\"a\":1}' WHERE key = ?1", grant),
  "another app's token": async () => {
    await newApp(world.owner, { workspaces: [world.workspace] });
  },
};

test.each(Object.entries(SILENT))("%s takes nothing away, and logs nothing", async (_what, act) => {
  const before = await newest();
  await act();
  expect(await newest()).toEqual(before);
});

test("a token that had expired is swept without a change", async () => {
  await run("UPDATE oauth_store SET expires_at = 1 WHERE app_id = ?1 AND key GLOB 'token:*'", app.id);
  const before = await newest();
  await run("DELETE FROM oauth_store WHERE app_id = ?1 AND key GLOB 'token:*'", app.id);
  expect(await newest()).toEqual(before);
});

const ENDS: Readonly<Record<string, () => Promise<void>>> = {
  "its own deletion": () => run("DELETE FROM connected_apps WHERE id = ?1", app.id),
  "the revocation of its grant": () => run("DELETE FROM oauth_store WHERE key = ?1", grant),
};

test.each(Object.entries(ENDS))(
  "%s ends the app with all it had, in one change above every version",
  async (_what, act) => {
    const before = await newest();
    await act();
    const after = await newest();
    expect([after.row, after.logged]).toEqual([null, (before.row ?? 0) + 1]);
    const left = await env.DB.prepare(
      `SELECT (SELECT count(*) FROM oauth_store WHERE app_id = ?1) AS kept,
       (SELECT count(*) FROM connected_app_workspaces WHERE app_id = ?1) AS reach`,
    )
      .bind(app.id)
      .first();
    expect(left).toEqual({ kept: 0, reach: 0 });
  },
);

test("an app that is put back goes on above the versions that gates remember", async () => {
  await run("CREATE TABLE put_back AS SELECT * FROM connected_apps WHERE id = ?1", app.id);
  const before = await newest();
  await run("DELETE FROM connected_apps WHERE id = ?1", app.id);
  await run("UPDATE put_back SET version = 1");
  await run("INSERT INTO connected_apps SELECT * FROM put_back");
  await run("DROP TABLE put_back");
  expect((await newest()).row).toBeGreaterThan((before.row ?? 0) + 1);
});

function refused(sql: string): Promise<string> {
  return run(sql, app.id).then(() => "done", String);
}

test("what would hide a change from the log is refused", async () => {
  expect(await refused("UPDATE connected_apps SET id = 'app_0123456789abcdef' WHERE id = ?1")).toContain("is final");
  expect(await refused("INSERT OR REPLACE INTO connected_apps SELECT * FROM connected_apps WHERE id = ?1")).toContain(
    "update it",
  );
  expect(await refused("UPDATE connected_app_workspaces SET workspace_id = 'ws_x' WHERE app_id = ?1")).toContain(
    "insert another",
  );
});
