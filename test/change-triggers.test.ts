/**
 * Whatever takes rights away or gives them is in the change log, whoever wrote it. Plain SQL throughout: this is what a
 * library, a script or the SQL console does.
 */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";

type Change = { readonly credential_id: string; readonly version: number };
type World = { readonly user: string; readonly workspace: string; readonly key: string };

let worlds = 0;

/** A user, a workspace, the membership, and a key that reaches the workspace; ids of its own. */
async function world(): Promise<World> {
  worlds += 1;
  const [user, workspace, key] = [`usr_${worlds}`, `ws_${worlds}`, `key_${worlds}`];
  await run("INSERT INTO user (id, name, email) VALUES (?1, 'Ada', ?1 || '@example.com')", user);
  await run("INSERT INTO workspace (id, name, slug, created_at) VALUES (?1, 'Stage', ?1, 0)", workspace);
  await addMember(user, workspace);
  await run(
    `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, created_at, updated_at)
     VALUES (?1, ?2, 'n8n', 'lk_…', ?1 || '-digest', '["mcp:read"]', 0, 0)`,
    key,
    user,
  );
  await run("INSERT INTO key_workspaces (key_id, workspace_id) VALUES (?1, ?2)", key, workspace);
  return { user, workspace, key };
}

async function addMember(user: string, workspace: string): Promise<void> {
  const sql = "INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?1, ?2, ?3, 'member', 0)";
  await run(sql, `mem_${user}_${workspace}`, workspace, user);
}

async function run(sql: string, ...values: readonly string[]): Promise<void> {
  await env.DB.prepare(sql)
    .bind(...values)
    .run();
}

async function changesOf(key: string): Promise<Change[]> {
  const sql = "SELECT credential_id, version FROM key_changes WHERE credential_id = ? ORDER BY seq";
  const { results } = await env.DB.prepare(sql).bind(key).all<Change>();
  return results;
}

async function versionOf(key: string): Promise<number | null> {
  return env.DB.prepare("SELECT version FROM keys WHERE id = ?").bind(key).first<number>("version");
}

/** Runs `act` and says which versions it logged. */
async function versionsLoggedBy(key: string, act: () => Promise<void>): Promise<number[]> {
  const before = await changesOf(key);
  await act();
  return (await changesOf(key)).slice(before.length).map((change) => change.version);
}

async function refusal(act: Promise<void>): Promise<string> {
  try {
    await act;
    return "it was not refused";
  } catch (thrown) {
    return String(thrown);
  }
}

test("a new key is logged at version 1, and its first workspace at version 2", async () => {
  const { key } = await world();
  expect((await changesOf(key)).map((change) => change.version)).toEqual([1, 2]);
  expect(await versionOf(key)).toBe(2);
});

const LOGGED_UPDATES = [
  "status = 'disabled'",
  "status = 'revoked', revoked_at = 1",
  `scopes = '["mcp:write"]'`,
  "expires_at = 1",
  `allowed_ips = '["10.0.0.0/8"]'`,
  "rate_per_minute = 5",
  "rate_burst = 5",
  `allowed_tools = '["list_events"]'`,
  "allow_query = 1",
  "digest = id || '-rotated', previous_digest = digest, previous_expires_at = 1",
  "previous_digest = 'x'",
  "previous_expires_at = 2",
];

test.each(LOGGED_UPDATES)("UPDATE keys SET %s bumps the version by one and is logged once", async (assignment) => {
  const { key } = await world();
  const logged = await versionsLoggedBy(key, () => run(`UPDATE keys SET ${assignment} WHERE id = ?`, key));
  expect(logged).toEqual([3]);
  expect(await versionOf(key)).toBe(3);
});

const SILENT_UPDATES = [
  "name = 'other'",
  "updated_at = 1",
  "last_used_at = 1, last_used_client = 'curl', last_used_country = 'DE'",
];

test.each(SILENT_UPDATES)("UPDATE keys SET %s takes nothing away and logs nothing", async (assignment) => {
  const { key } = await world();
  const logged = await versionsLoggedBy(key, () => run(`UPDATE keys SET ${assignment} WHERE id = ?`, key));
  expect(logged).toEqual([]);
  expect(await versionOf(key)).toBe(2);
});

test("a key given to another owner is logged", async () => {
  const { key } = await world();
  const { user } = await world();
  const act = (): Promise<void> => run("UPDATE keys SET owner_id = ?2 WHERE id = ?1", key, user);
  expect(await versionsLoggedBy(key, act)).toEqual([3]);
});

test("a deleted key leaves a change above every version it had", async () => {
  const { key } = await world();
  expect(await versionsLoggedBy(key, () => run("DELETE FROM keys WHERE id = ?", key))).toEqual([3]);
  const left = await env.DB.prepare("SELECT count(*) AS n FROM key_workspaces WHERE key_id = ?").bind(key).first("n");
  expect(left).toBe(0);
});

test("a workspace given to a key, and taken away, are logged", async () => {
  const { key } = await world();
  const { workspace } = await world();
  const give = "INSERT INTO key_workspaces (key_id, workspace_id) VALUES (?1, ?2)";
  expect(await versionsLoggedBy(key, () => run(give, key, workspace))).toEqual([3]);
  const take = "DELETE FROM key_workspaces WHERE key_id = ?1 AND workspace_id = ?2";
  expect(await versionsLoggedBy(key, () => run(take, key, workspace))).toEqual([4]);
});

test("a member who leaves takes the workspace from their keys, for good", async () => {
  const { user, workspace, key } = await world();
  const leave = (): Promise<void> => run("DELETE FROM member WHERE user_id = ?", user);
  expect(await versionsLoggedBy(key, leave)).toEqual([3]);
  await addMember(user, workspace);
  const reached = await env.DB.prepare("SELECT * FROM key_workspaces WHERE key_id = ?").bind(key).all();
  expect(reached.results).toEqual([]);
});

test("a member's keys of other workspaces are left alone when they leave one", async () => {
  const { user, key } = await world();
  const other = await world();
  await addMember(user, other.workspace);
  const leave = "DELETE FROM member WHERE user_id = ?1 AND workspace_id = ?2";
  expect(await versionsLoggedBy(key, () => run(leave, user, other.workspace))).toEqual([]);
  expect(await changesOf(other.key)).toHaveLength(2);
});

test("a member's new role is logged for the keys that reach the workspace", async () => {
  const { user, key } = await world();
  const promote = (): Promise<void> => run("UPDATE member SET role = 'admin' WHERE user_id = ?", user);
  expect(await versionsLoggedBy(key, promote)).toEqual([3]);
});

test("a deleted workspace is taken from every key that reached it", async () => {
  const { key } = await world();
  await run("INSERT INTO workspace (id, name, slug, created_at) VALUES ('ws_empty', 'Empty', 'empty', 0)");
  await run("INSERT INTO key_workspaces (key_id, workspace_id) VALUES (?, 'ws_empty')", key);
  const remove = (): Promise<void> => run("DELETE FROM workspace WHERE id = 'ws_empty'");
  expect(await versionsLoggedBy(key, remove)).toEqual([4]);
});

test("a workspace that still has members is not deleted, and its keys keep it", async () => {
  const { workspace, key } = await world();
  expect(await refusal(run("DELETE FROM workspace WHERE id = ?", workspace))).toMatch("FOREIGN KEY");
  expect(await changesOf(key)).toHaveLength(2);
});

test("what the log could not follow is refused", async () => {
  const { user, workspace, key } = await world();
  const other = await world();
  const renamed = run("UPDATE keys SET id = 'key_other' WHERE id = ?", key);
  expect(await refusal(renamed)).toMatch("keys.id is final");
  const moved = run("UPDATE key_workspaces SET workspace_id = ?2 WHERE key_id = ?1", key, other.workspace);
  expect(await refusal(moved)).toMatch("delete the key_workspaces row");
  const relocated = run("UPDATE member SET workspace_id = ?2 WHERE user_id = ?1", user, other.workspace);
  expect(await refusal(relocated)).toMatch("delete the member row");
  const replaced = run("INSERT OR REPLACE INTO keys SELECT * FROM keys WHERE id = ?", key);
  expect(await refusal(replaced)).toMatch("a key with this id or digest is there");
  expect(await changesOf(key)).toHaveLength(2);
  expect(workspace).not.toBe(other.workspace);
});
