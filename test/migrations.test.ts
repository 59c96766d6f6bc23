/** Every deployment gets here from where it is: migrations run on databases that hold something. */
import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";

/** A row of every kind, as `version` migrations know it. A migration that changes a table adds rows of the new shape. */
const SEED: readonly { readonly version: number; readonly table: string; readonly sql: string }[] = [
  { version: 1, table: "user", sql: "INSERT INTO user (id, name, email) VALUES ('usr_1', 'Ada', 'ada@example.com')" },
  {
    version: 1,
    table: "workspace",
    sql: "INSERT INTO workspace (id, name, slug, created_at) VALUES ('ws_1', 'Stage', 'stage', 1)",
  },
  {
    version: 1,
    table: "member",
    sql: "INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES ('mem_1', 'ws_1', 'usr_1', 'owner', 1)",
  },
  {
    version: 1,
    table: "keys",
    sql: `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, created_at, updated_at)
          VALUES ('key_1', 'usr_1', 'n8n', 'lk_…', 'digest', '["mcp:read"]', 1, 1)`,
  },
  {
    version: 1,
    table: "key_workspaces",
    sql: "INSERT INTO key_workspaces (key_id, workspace_id) VALUES ('key_1', 'ws_1')",
  },
  {
    version: 1,
    table: "events",
    sql: `INSERT INTO events (id, workspace_id, title, starts_at, status, created_at, updated_at)
          VALUES ('evt_1', 'ws_1', 'Opening', 1, 'draft', 1, 1)`,
  },
  {
    version: 1,
    table: "documents",
    sql: `INSERT INTO documents (id, workspace_id, event_id, title, body, created_at, updated_at)
          VALUES ('doc_1', 'ws_1', 'evt_1', 'Rider', 'Two microphones', 1, 1)`,
  },
  {
    version: 1,
    table: "production_items",
    sql: `INSERT INTO production_items (id, workspace_id, event_id, department, title, status, created_at, updated_at)
          VALUES ('itm_1', 'ws_1', 'evt_1', 'Sound', 'PA', 'planned', 1, 1)`,
  },
  {
    version: 1,
    table: "automations",
    sql: `INSERT INTO automations (id, workspace_id, name, description, input_schema, url, created_at, updated_at)
          VALUES ('aut_1', 'ws_1', 'Announce', '', '{}', 'https://example.com', 1, 1)`,
  },
  {
    version: 1,
    table: "automation_runs",
    sql: "INSERT INTO automation_runs (id, automation_id, status, started_at) VALUES ('run_1', 'aut_1', 'running', 1)",
  },
  {
    version: 1,
    table: "usage_hourly",
    sql: `INSERT INTO usage_hourly (credential_id, hour, surface, operation, outcome, client, country, count)
          VALUES ('key_1', 1, 'mcp', 'list_events', 'ok', 'curl', 'DE', 7)`,
  },
  {
    version: 1,
    table: "audit_log",
    sql: `INSERT INTO audit_log (id, at, action, actor_user_id, target_type, target_id, detail, request_id)
          VALUES ('aud_1', 1, 'key.created', 'usr_1', 'key', 'key_1', '{}', 'req_1')`,
  },
  {
    version: 4,
    table: "invitation",
    sql: `INSERT INTO invitation (id, workspace_id, email, role, expires_at, inviter_id, token_digest)
          VALUES ('inv_1', 'ws_1', 'ben@example.com', 'member', 1, 'usr_1', 'digest')`,
  },
  { version: 1, table: "instance", sql: "INSERT INTO instance (id, claimed_at) VALUES (1, 1)" },
];

const versions = env.TEST_MIGRATIONS.map((migration, index) => ({ version: index + 1, name: migration.name }));

test.each(versions)("a database at $name migrates to the newest and keeps its rows", async ({ version }) => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS.slice(0, version));
  const seeded = SEED.filter((row) => row.version <= version);
  for (const row of seeded) await env.DB.prepare(row.sql).run();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const lost = [];
  for (const { table } of seeded) if ((await rowsOf(table)) !== 1) lost.push(table);
  expect(lost).toEqual([]);
  expect((await env.DB.prepare("PRAGMA foreign_key_check").all()).results).toEqual([]);
});

test("documents from before the full-text index are found and can be changed", async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS.slice(0, 1));
  for (const { sql } of SEED.filter((row) => row.version === 1)) await env.DB.prepare(sql).run();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  expect(await found("microphones")).toBe(1);
  await env.DB.prepare("UPDATE documents SET body = 'Three cameras'").run();
  expect([await found("microphones"), await found("cameras")]).toEqual([0, 1]);
});

function found(word: string): Promise<number | null> {
  return env.DB.prepare("SELECT count(*) AS n FROM documents_fts WHERE documents_fts MATCH ?1").bind(word).first("n");
}

test("a database from before the change log logs every change from then on", async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS.slice(0, 1));
  for (const row of SEED.filter(({ version }) => version === 1)) await env.DB.prepare(row.sql).run();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  await env.DB.prepare("DELETE FROM member").run();
  expect(await rowsOf("key_workspaces")).toBe(0);
  expect(await rowsOf("key_changes")).toBe(1);
});

test("migrations that are applied already are not applied again", async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  expect(await rowsOf("d1_migrations")).toBe(env.TEST_MIGRATIONS.length);
});

async function rowsOf(table: string): Promise<number | null> {
  return env.DB.prepare(`SELECT count(*) AS n FROM "${table}"`).first<number>("n");
}
