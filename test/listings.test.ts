/** Listings say what the keys, their workspaces and the audit log say, whoever wrote those and in whatever order. */
import { env } from "cloudflare:workers";
import { array, assert, asyncProperty, constantFrom, nat, tuple } from "fast-check";
import { expect, test } from "vitest";
import { newMember, newPerson, newWorld, newWorkspace, newKey, type World } from "./world.ts";

const WRITES = {
  rename: "UPDATE keys SET name = name || 'x' WHERE id = ?1",
  hint: "UPDATE keys SET hint = 'lk_other', digest = digest || 'x' WHERE id = ?1",
  disable: "UPDATE keys SET status = 'disabled' WHERE id = ?1",
  scopes: `UPDATE keys SET scopes = '["mcp:read"]' WHERE id = ?1`,
  expire: "UPDATE keys SET expires_at = coalesce(expires_at, 0) + 1 WHERE id = ?1",
  use: "UPDATE keys SET last_used_at = coalesce(last_used_at, 0) + 50000000 WHERE id = ?1",
  reach: `INSERT OR IGNORE INTO key_workspaces (key_id, workspace_id)
          SELECT keys.id, workspace_id FROM keys, key_workspaces WHERE keys.id = ?1`,
  leave: "DELETE FROM key_workspaces WHERE rowid = (SELECT max(rowid) FROM key_workspaces WHERE key_id = ?1)",
  remove: "DELETE FROM keys WHERE id = ?1",
  transfer: "UPDATE keys SET owner_id = (SELECT user_id FROM member WHERE user_id <> owner_id LIMIT 1) WHERE id = ?1",
  act: `INSERT INTO audit_log (id, at, action, actor_user_id, target_type, target_id, detail, request_id)
        SELECT 'aud_' || hex(randomblob(8)), 7, 'key.changed', user_id, 'key', ?1, '{}', 'req_0' FROM member LIMIT 1`,
  concern: `INSERT OR IGNORE INTO audit_workspaces (workspace_id, audit_id)
            SELECT workspace_id, audit_log.id FROM audit_log, member WHERE target_id = ?1`,
} as const;

const KEY_LISTINGS_SHOULD = `
SELECT l.list, k.created_at, k.id AS key_id, k.owner_id, k.name, k.hint, k.status, k.scopes, k.expires_at,
  coalesce(k.last_used_at, 0) / 86400000 AS used_day
FROM (SELECT owner_id AS list, id AS key_id FROM keys UNION ALL SELECT workspace_id, key_id FROM key_workspaces) l
JOIN keys k ON k.id = l.key_id`;

const KEY_COLUMNS = "list, created_at, key_id, owner_id, name, hint, status, scopes, expires_at, used_day";

/** What a viewer must find; a listing may have more, of keys that were somebody's. */
const AUDIT_LISTINGS_MUST = `
SELECT actor_user_id, at, id, action FROM audit_log
UNION SELECT aw.workspace_id, a.at, a.id, a.action FROM audit_workspaces aw JOIN audit_log a ON a.id = aw.audit_id
UNION SELECT k.owner_id, a.at, a.id, a.action FROM audit_log a JOIN keys k ON k.id = a.target_id`;

const namesOfWrites = constantFrom(...Object.values(WRITES));
const writes = array(tuple(namesOfWrites, nat({ max: 2 })), { maxLength: 12 });

async function threeKeys({ owner, workspace }: World): Promise<string[]> {
  const side = await newWorkspace(owner, "Side stage");
  const { person } = await newMember(workspace, "member");
  const [one, two, three] = [
    await newKey(owner, { workspaces: [workspace, side], lastUsedAt: 1 }),
    await newKey(person, { workspaces: [workspace] }),
    await newKey(await newPerson("Cleo"), { workspaces: [] }),
  ];
  return [one.id, two.id, three.id];
}

async function countOf(sql: string): Promise<unknown> {
  return env.DB.prepare(`SELECT count(*) AS n FROM (${sql})`).first("n");
}

test("whatever is written to keys, workspaces and the audit log is in the listings, and nothing else of keys", async () => {
  const world = await newWorld();
  await assert(
    asyncProperty(writes, async (steps) => {
      const keys = await threeKeys(world);
      for (const [sql, index] of steps) await env.DB.prepare(sql).bind(keys[index]).run();
      expect(await countOf(`SELECT ${KEY_COLUMNS} FROM key_listings EXCEPT ${KEY_LISTINGS_SHOULD}`)).toBe(0);
      expect(await countOf(`${KEY_LISTINGS_SHOULD} EXCEPT SELECT ${KEY_COLUMNS} FROM key_listings`)).toBe(0);
      const listed = "SELECT list, at, audit_id, action FROM audit_listings";
      expect(await countOf(`SELECT * FROM (${AUDIT_LISTINGS_MUST}) EXCEPT ${listed}`)).toBe(0);
    }),
    { numRuns: 40 },
  );
});

test("listings of what was there before them are made by their migration", async () => {
  const world = await newWorld();
  await threeKeys(world);
  const before = await countOf("SELECT * FROM key_listings");
  const [, backfill = ""] =
    /(INSERT INTO key_listings[^;]*);/.exec(
      env.TEST_MIGRATIONS.find(({ name }) => name.includes("listings"))?.queries.join(";\n") ?? "",
    ) ?? [];
  await env.DB.prepare("DELETE FROM key_listings").run();
  await env.DB.prepare(backfill).run();
  expect(await countOf("SELECT * FROM key_listings")).toBe(before);
  expect(await countOf(`${KEY_LISTINGS_SHOULD} EXCEPT SELECT ${KEY_COLUMNS} FROM key_listings`)).toBe(0);
});
