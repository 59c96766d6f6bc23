/** The cron: what it tidies, and what it must not. */
import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { prune } from "#workers/changes/prune.ts";
import { settingsOf } from "#workers/env.ts";
import worker from "#workers/main.ts";
import { signIn } from "./people.ts";
import { newPerson } from "./world.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

test("pruning keeps every change that a gate may still need, and every one that is not confirmed", async () => {
  const now = Date.now();
  const old = now - 3 * settingsOf(env).floorRetentionMs;
  await env.DB.exec("DELETE FROM key_changes");
  await env.DB.prepare(
    `INSERT INTO key_changes (credential_id, version, changed_at, confirmed_at) VALUES
     ('key_oldAndDone', 1, ?1, ?1), ('key_oldAndOpen', 1, ?1, NULL), ('key_newAndDone', 1, ?2, ?2)`,
  )
    .bind(old, now)
    .run();
  await prune(env.DB, settingsOf(env));
  const { results } = await env.DB.prepare("SELECT credential_id FROM key_changes ORDER BY seq").all();
  expect(results.map((row) => row["credential_id"])).toEqual(["key_oldAndOpen", "key_newAndDone"]);
});

test("pruning drops sessions and links that have expired, and no others", async () => {
  const person = await newPerson("Ada");
  const [live, over] = [await signIn(person), await signIn(person, Date.now() - 31 * DAY_MS)];
  await env.DB.prepare(
    `INSERT INTO verification (id, identifier, value, expires_at)
     VALUES ('ver_live', 'a', 'x', ?1), ('ver_over', 'b', 'x', ?2)`,
  )
    .bind(Date.now() + DAY_MS, Date.now() - 1)
    .run();
  await prune(env.DB, settingsOf(env));
  const left = await env.DB.prepare("SELECT id FROM session UNION SELECT id FROM verification ORDER BY id").all();
  expect(left.results.map((row) => row["id"])).toEqual([live.sessionId, "ver_live"]);
  expect(over.sessionId).not.toBe(live.sessionId);
});

test("pruning drops leases long dead, batches long applied and usage past its retention", async () => {
  const now = Date.now();
  await env.DB.batch([
    env.DB.prepare("INSERT INTO gate_leases VALUES ('gate:wnam', 0, ?1)").bind(now - 2 * DAY_MS),
    env.DB.prepare("INSERT INTO usage_batches VALUES ('old', 'gate:wnam', ?1)").bind(now - 31 * DAY_MS),
    env.DB.prepare("INSERT INTO usage_batches VALUES ('new', 'gate:wnam', ?1)").bind(now),
    env.DB.prepare("INSERT INTO usage_hourly VALUES ('key_x', ?1, 'rest', 'o', 'ok', '', '', 1)").bind(
      now - 401 * DAY_MS,
    ),
    env.DB.prepare("INSERT INTO usage_hourly VALUES ('key_x', ?1, 'rest', 'o', 'ok', '', '', 1)").bind(now),
  ]);
  await worker.scheduled(createScheduledController({ scheduledTime: new Date(0) }), env);
  const left = await env.DB.prepare(
    `SELECT (SELECT count(*) FROM gate_leases WHERE gate = 'gate:wnam') AS leases,
       (SELECT group_concat(id) FROM usage_batches) AS batches, (SELECT count(*) FROM usage_hourly) AS hours`,
  ).first();
  expect(left).toEqual({ leases: 0, batches: "new", hours: 1 });
});
