/** Gates and the change log: what a lease takes from it, what a write leaves in it, what the cron makes of the rest. */
import { createScheduledController, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { republish } from "#workers/changes/republish.ts";
import { settingsOf } from "#workers/env.ts";
import { Gate } from "#workers/gate/gate.ts";
import worker from "#workers/main.ts";
import { connectionLost, failD1 } from "./d1-faults.ts";
import { call, EVERYWHERE, newWorld, read, receipt, refusedEverywhere, warm } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";

beforeEach(() => faultyKv().reset());

afterEach(() => {
  vi.restoreAllMocks();
});

type State = { readonly touched_at: number; readonly lease_ends_at: number };

/** Where the gate of Oceania stands. */
function stateOfOc(): Promise<State> {
  return runInDurableObject(env.GATE.getByName("gate:oc"), (_gate, state) =>
    state.storage.sql.exec<State>("SELECT touched_at, lease_ends_at FROM gate_state").one(),
  );
}

test("a member row deleted by plain SQL is noticed by the next cron run", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  await env.DB.prepare("DELETE FROM member WHERE user_id = ?1").bind(world.userId).run();
  await worker.scheduled(createScheduledController(), env);
  for (const place of EVERYWHERE) {
    const { status } = await call(`/v1/events?workspace=${world.workspaceId}`, { secret: key.secret, from: place });
    expect(status).toBe(404);
  }
  const open = await env.DB.prepare("SELECT count(*) AS n FROM key_changes WHERE confirmed_at IS NULL").first("n");
  expect(open).toBe(0);
});

test("the cron does not take a renewed lease for a gate that has heard", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  await env.DB.prepare("UPDATE keys SET status = 'revoked' WHERE id = ?1").bind(key.id).run();
  await env.DB.exec("UPDATE gate_leases SET renewed_at = unixepoch() * 1000 + 10000");
  const push = vi.spyOn(Gate.prototype, "push").mockRejectedValue(new Error("unreachable"));
  const settings = { ...settingsOf(env), propagationWaitMs: 50 };
  expect(await republish(env, settings)).toBe(0);
  expect(push).toHaveBeenCalled();
  push.mockRestore();
  const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  expect(receipt(answer).state).toBe("everywhere");
  await refusedEverywhere(key.secret);
});

test("what a gate decides after a wait is held back by a write, which a replaced instance cannot make", async () => {
  const world = await newWorld();
  const [first, second] = [await world.createKey(), await world.createKey()];
  await read(first.secret, "oc");
  const before = (await stateOfOc()).touched_at;
  await read(first.secret, "oc");
  expect((await stateOfOc()).touched_at).toBe(before);
  await expect.poll(() => Date.now()).toBeGreaterThan(before);
  await read(second.secret, "oc");
  expect((await stateOfOc()).touched_at).toBeGreaterThan(before);
});

test("a gate that has read only a part of the log counts no lease for it", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  expect(await read(key.secret, "oc")).toBe(200);
  const before = (await stateOfOc()).lease_ends_at;
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5001)
     INSERT INTO key_changes (credential_id, version, changed_at, confirmed_at)
     SELECT 'key_' || substr('000000000' || i, -10), 1, unixepoch() * 1000, 1 FROM n`,
  ).run();
  {
    let pages = 0;
    using _ = failD1(({ sql, run }) => {
      const isPage = sql.some((text) => text.includes("INSERT INTO gate_leases"));
      if (isPage) pages += 1;
      return isPage && pages > 1 ? Promise.reject(connectionLost()) : run();
    });
    const pagesAfterUse = async (): Promise<number> => {
      await call("/v1/me", { secret: key.secret, from: "oc" });
      return pages;
    };
    await expect.poll(pagesAfterUse, { timeout: 15_000 }).toBeGreaterThan(1);
    expect((await stateOfOc()).lease_ends_at).toBe(before);
  }
  await env.DB.exec("DELETE FROM key_changes WHERE confirmed_at = 1");
  await expect.poll(() => read(key.secret, "oc"), { timeout: 10_000 }).toBe(200);
});

test("a receipt is pending while more changes are open than were pushed", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20001)
     INSERT INTO key_changes (credential_id, version, changed_at)
     SELECT 'key_' || substr('000000000' || i, -10), 1, 1 FROM n`,
  ).run();
  const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  await env.DB.exec("DELETE FROM key_changes WHERE changed_at = 1");
  expect(answer.status).toBe(202);
  expect(receipt(answer).state).toBe("pending");
});
