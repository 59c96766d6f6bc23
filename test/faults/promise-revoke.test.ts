/** Promise 1: a revoke is true when it is answered. */
import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gate } from "#workers/gate/gate.ts";
import { connectionLost, failD1 } from "./d1-faults.ts";
import { begin, call, EVERYWHERE, newWorld, PLACES, read, receipt, refusedEverywhere, warm } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";

beforeEach(async () => {
  await faultyKv().reset();
  // NOTE: only leases that a test made up: taking a real one out of D1 would break what D1 promised its gate.
  await env.DB.exec("DELETE FROM gate_leases WHERE gate LIKE 'gate:eeur%'");
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("a revoked key is refused by every gate that had it in memory", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  expect(receipt(answer)).toMatchObject({ state: "everywhere" });
  await refusedEverywhere(key.secret);
});

for (const mode of ["stale", "stale-miss", "fail"] as const) {
  test(`a revoked key is refused with a KV that is ${mode}, also by gates that forgot everything`, async () => {
    const world = await newWorld();
    const key = await world.createKey();
    await warm(key.secret);
    await faultyKv().setMode(mode);
    const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
    expect(receipt(answer).state).toBe("everywhere");
    await abortAllDurableObjects();
    await refusedEverywhere(key.secret);
  });
}

test("a stale record that lands in KV after the revoke is not used, however new its write is", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  const stale = await env.KV.get(`record:${key.id}`);
  expect(stale).not.toBeNull();
  await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  await env.KV.put(`record:${key.id}`, stale ?? "");
  await abortAllDurableObjects();
  await refusedEverywhere(key.secret);
});

test("a gate evicted between the push and the next request still refuses", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  await faultyKv().setMode("stale");
  await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  await evictDurableObject(env.GATE.getByName("gate:weur"));
  expect(await read(key.secret, "weur")).toBe(401);
});

test("a refill that was reading D1 while the key was revoked does not let it pass", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await read(world.manager, "weur");
  await faultyKv().setMode("stale-miss");
  const held = Promise.withResolvers<void>();
  const reading = Promise.withResolvers<void>();
  let refill: ReturnType<typeof begin>;
  {
    using _ = failD1(async ({ sql, run }) => {
      const result = await run();
      if (sql.some((text) => text.includes("FROM keys k WHERE k.id = ?1") && !text.includes("JOIN user"))) {
        reading.resolve();
        await held.promise;
      }
      return result;
    });
    refill = begin("/v1/events", { secret: key.secret, from: "weur" });
    await reading.promise;
  }
  const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  expect(receipt(answer).state).toBe("everywhere");
  held.resolve();
  expect((await refill.answer).status).toBe(401);
  await refill.settled;
  expect(await read(key.secret, "weur")).toBe(401);
});

test("the answer waits for the lease of a gate that does not confirm, and no request passes after it", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  await world.manage("/v1/me");
  const push = vi.spyOn(Gate.prototype, "push").mockRejectedValue(new Error("unreachable"));
  const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  expect(push).toHaveBeenCalled();
  expect(receipt(answer).state).toBe("everywhere");
  await refusedEverywhere(key.secret);
});

test("a push that hangs holds the answer until the lease has ended", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  vi.spyOn(Gate.prototype, "push").mockImplementation(() => new Promise(() => {}));
  const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  expect(receipt(answer).state).toBe("everywhere");
  await refusedEverywhere(key.secret);
});

test("while an unreachable gate may still answer, the receipt says pending and by when it ends", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await env.DB.prepare(
    "INSERT INTO gate_leases VALUES ('gate:eeur', unixepoch() * 1000, unixepoch() * 1000 + 3600000)",
  ).run();
  vi.spyOn(Gate.prototype, "push").mockRejectedValue(new Error("unreachable"));
  const before = Date.now();
  const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  expect(answer.status).toBe(202);
  const { state, effective_by: effectiveBy = "" } = receipt(answer);
  expect(state).toBe("pending");
  expect(Date.parse(effectiveBy)).toBeGreaterThan(before + 3_500_000);
});

test("a second revoke answers for the first one's gates as well", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await env.DB.prepare(
    "INSERT INTO gate_leases VALUES ('gate:eeur', unixepoch() * 1000, unixepoch() * 1000 + 3600000)",
  ).run();
  const push = vi.spyOn(Gate.prototype, "push").mockRejectedValue(new Error("unreachable"));
  expect((await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" })).status).toBe(202);
  expect((await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" })).status).toBe(202);
  push.mockRestore();
  const third = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  expect(receipt(third).state).toBe("everywhere");
});

test("a gate that took its lease unknown to the writer is told like any other", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  const stranger = env.GATE.getByName("gate:eeur:7");
  await env.DB.prepare(
    "INSERT INTO gate_leases VALUES ('gate:eeur:7', unixepoch() * 1000, unixepoch() * 1000 + 60000)",
  ).run();
  const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  expect(receipt(answer).state).toBe("everywhere");
  const floors = await runInDurableObject(stranger, (_gate, state) =>
    state.storage.sql.exec("SELECT version FROM floors WHERE credential_id = ?", key.id).toArray(),
  );
  expect(floors).toHaveLength(1);
});

const TAKEAWAYS: Record<string, { readonly path: string; readonly method: string; readonly body?: object }> = {
  disable: { path: "/disable", method: "POST" },
  delete: { path: "?confirm=used-recently", method: "DELETE" },
  "a scope taken away": { path: "", method: "PATCH", body: { scopes: ["mcp:execute"] } },
  "an expiry that comes": { path: "", method: "PATCH", body: { allowed_ips: ["203.0.113.7"] } },
  "a rotation without grace": { path: "/rotate", method: "POST", body: { grace_seconds: 0 } },
};

for (const [name, { path, method, body }] of Object.entries(TAKEAWAYS)) {
  test(`${name} is true everywhere when it is answered`, async () => {
    const world = await newWorld();
    const key = await world.createKey();
    await warm(key.secret);
    await faultyKv().setMode("stale");
    const answer = await world.manage(`/v1/keys/${key.id}${path}`, { method, ...(body === undefined ? {} : { body }) });
    expect(receipt(answer)).toMatchObject({ state: "everywhere" });
    for (const place of EVERYWHERE) expect([401, 403]).toContain(await read(key.secret, place));
  });

  test(`${name} is true with the next read of the D1 primary, the reference`, async () => {
    const world = await newWorld();
    const key = await world.createKey();
    const primary = { VERIFY_MODE: "primary" };
    expect(await read(key.secret, "enam", primary)).toBe(200);
    const wish = { method, env: primary, ...(body === undefined ? {} : { body }) };
    expect(receipt(await world.manage(`/v1/keys/${key.id}${path}`, wish)).state).toBe("everywhere");
    expect([401, 403]).toContain(await read(key.secret, "enam", primary));
  });
}

test("a workspace taken away and a member removed are true everywhere when answered", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  const other = `usr_other_${world.userId}`;
  await env.DB.batch([
    env.DB.prepare("INSERT INTO user (id, name, email) VALUES (?1, 'Bo', ?1 || '@example.com')").bind(other),
    env.DB.prepare(
      "INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?1, ?2, ?1, 'owner', 0)",
    ).bind(other, world.workspaceId),
  ]);
  await faultyKv().setMode("stale");
  const path = `/v1/workspaces/${world.workspaceId}/members/${world.userId}`;
  const answer = await world.manage(path, { method: "DELETE" });
  expect(receipt(answer)).toMatchObject({ state: "everywhere" });
  for (const place of EVERYWHERE) {
    const { status, body } = await call(`/v1/events?workspace=${world.workspaceId}`, {
      secret: key.secret,
      from: place,
    });
    expect({ status, body }).toMatchObject({ status: 404, body: { code: "not_found" } });
  }
});

test("a revoke whose answer from D1 is lost after the commit is found out, told and true", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  let lost = false;
  using _ = failD1(async ({ sql, run }) => {
    const result = await run();
    if (!lost && sql.some((text) => text.includes("status = 'revoked'"))) {
      lost = true;
      throw connectionLost();
    }
    return result;
  });
  const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" });
  expect(lost).toBe(true);
  expect(receipt(answer)).toMatchObject({ state: "everywhere" });
  await refusedEverywhere(key.secret);
  const entries = await env.DB.prepare(
    "SELECT count(*) AS n FROM audit_log WHERE action = 'key.revoked' AND target_id = ?1",
  )
    .bind(key.id)
    .first("n");
  expect(entries).toBe(1);
});

test("in VERIFY_MODE=primary a revoke is true when it is answered, without any gate", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  const primary = { VERIFY_MODE: "primary" };
  for (const place of EVERYWHERE) expect(await read(key.secret, place, primary)).toBe(200);
  const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST", env: primary });
  expect(receipt(answer).state).toBe("everywhere");
  for (const place of EVERYWHERE) expect(await read(key.secret, place, primary)).toBe(401);
});

test("with several gates a region, a revoke reaches the one that answers for the key", async () => {
  const world = await newWorld();
  const several = { GATES_PER_REGION: "3" };
  for (let round = 0; round < 4; round += 1) {
    const key = await world.createKey();
    for (const place of EVERYWHERE) expect(await read(key.secret, place, several)).toBe(200);
    await faultyKv().setMode("stale");
    const answer = await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST", env: several });
    expect(receipt(answer).state).toBe("everywhere");
    for (const place of EVERYWHERE) expect(await read(key.secret, place, several)).toBe(401);
    await faultyKv().reset();
  }
});

test("every place asks a gate of its own", () => {
  expect(Object.keys(PLACES)).toEqual(EVERYWHERE);
});
