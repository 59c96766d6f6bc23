/** Something fails while a key is changed: a change is made whole or not at all, and a receipt never says too much. */
import { abortAllDurableObjects, evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newIsolate, thisIsolate } from "#workers/access/isolate.ts";
import { Gate } from "#workers/gate/gate.ts";
import type { PushReply } from "#workers/gate/protocol.ts";
import { connectionLost, type D1Call, failD1, HeldD1, overloaded } from "./d1-faults.ts";
import { begin, EVERYWHERE, newWorld, receipt, refusedEverywhere, warm, type World } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";
import { leasesEnd } from "./fresh-gate.ts";

beforeEach(async () => {
  await faultyKv().reset();
  Object.assign(thisIsolate, newIsolate());
  await env.DB.exec("DELETE FROM gate_leases WHERE gate LIKE 'gate:eeur%'");
});

afterEach(() => {
  vi.restoreAllMocks();
});

type Key = { readonly id: string; readonly secret: string };

/** A key that every gate knows. */
async function knownKey(): Promise<{ readonly world: World; readonly key: Key; readonly path: string }> {
  const world = await newWorld();
  const key = await world.createKey();
  await warm(key.secret);
  return { world, key, path: `/v1/keys/${key.id}/revoke` };
}

const POST = { method: "POST" };

function isRevoke({ sql }: D1Call): boolean {
  return sql.some((text) => text.includes("status = 'revoked'"));
}

/** What a change is answered with: the key as it is then. */
function isReadOfKey({ sql }: D1Call): boolean {
  return sql.length === 1 && sql.some((text) => text.includes("JOIN user"));
}

/** The key's status, its audit entries after the first, and the changes after those of its making. */
function seen(id: string): Promise<unknown> {
  return env.DB.prepare(
    `SELECT (SELECT status FROM keys WHERE id = ?1) AS status,
       (SELECT count(*) - 1 FROM audit_log WHERE target_id = ?1) AS entries,
       (SELECT count(*) - 2 FROM key_changes WHERE credential_id = ?1) AS changes`,
  )
    .bind(id)
    .first();
}

const UNTOUCHED = { status: "enabled", entries: 0, changes: 0 };
const REVOKED_ONCE = { status: "revoked", entries: 1, changes: 1 };

test("a change of a key that cannot be read answers 503 and changes nothing", async () => {
  const { world, key, path } = await knownKey();
  {
    using _ = failD1(({ sql, run }) => (sql.length === 1 ? Promise.reject(connectionLost()) : run()));
    expect(await world.manage(path, POST)).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
  }
  expect(await seen(key.id)).toEqual(UNTOUCHED);
});

test("a change that an overloaded D1 refuses is not sent again, answers 503 and changes nothing", async () => {
  const { world, key, path } = await knownKey();
  let tries = 0;
  {
    using _ = failD1((call) => {
      if (!isRevoke(call)) return call.run();
      tries += 1;
      return Promise.reject(overloaded());
    });
    expect(await world.manage(path, POST)).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
  }
  expect(tries).toBe(1);
  expect(await seen(key.id)).toEqual(UNTOUCHED);
});

test("a change waits for a slow D1, and its receipt is as good as a quick one's", async () => {
  const { world, key, path } = await knownKey();
  const held = new HeldD1(isRevoke);
  using _ = failD1(held.fault);
  const { answer } = begin(path, { secret: world.manager, ...POST });
  await held.reached;
  expect(await seen(key.id)).toEqual(UNTOUCHED);
  held.release();
  expect(receipt(await answer).state).toBe("everywhere");
  await refusedEverywhere(key.secret);
});

test("a change that D1 made and never spoke of answers 503, is true when the leases end, and is made once", async () => {
  const { world, key, path } = await knownKey();
  {
    let made = false;
    using _ = failD1(async (call) => {
      if (made) throw connectionLost();
      const result = await call.run();
      if (!isRevoke(call)) return result;
      made = true;
      throw connectionLost();
    });
    expect(await world.manage(path, POST)).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
  }
  await leasesEnd();
  await refusedEverywhere(key.secret);
  expect(receipt(await world.manage(path, POST)).state).toBe("everywhere");
  expect(await seen(key.id)).toEqual(REVOKED_ONCE);
});

test("a change whose receipt D1 keeps back is told to every gate all the same, and the receipt comes when asked again", async () => {
  const { world, key, path } = await knownKey();
  let committed = false;
  {
    using _ = failD1(async (call) => {
      if (committed && isReadOfKey(call)) throw connectionLost();
      const result = await call.run();
      committed ||= isRevoke(call);
      return result;
    });
    expect(await world.manage(path, POST)).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
  }
  await refusedEverywhere(key.secret);
  expect(receipt(await world.manage(path, POST)).state).toBe("everywhere");
  expect(await seen(key.id)).toEqual(REVOKED_ONCE);
});

test("a change is told to every gate while D1 is slow with what comes after the commit", async () => {
  const { world, key, path } = await knownKey();
  let committed = false;
  const held = new HeldD1((call) => committed && isReadOfKey(call));
  using _ = failD1((call) => {
    committed ||= isRevoke(call);
    return held.fault(call);
  });
  const { answer } = begin(path, { secret: world.manager, ...POST });
  await held.reached;
  await refusedEverywhere(key.secret);
  held.release();
  expect(receipt(await answer).state).toBe("everywhere");
});

test("a receipt waits for no KV", async () => {
  const { world, key, path } = await knownKey();
  await faultyKv().setMode("slow", { slowMs: 10 * 60 * 1000 });
  const { answer, settled } = begin(path, { secret: world.manager, ...POST });
  expect(receipt(await answer).state).toBe("everywhere");
  await faultyKv().setMode("normal");
  await settled;
  await refusedEverywhere(key.secret);
});

const STOPS = {
  evicted: async () => {
    for (const place of EVERYWHERE) await evictDurableObject(env.GATE.getByName(`gate:${place}`));
  },
  aborted: abortAllDurableObjects,
} as const satisfies Readonly<Record<string, () => Promise<void>>>;
const STOP_NAMES = ["evicted", "aborted"] as const;

test.for(STOP_NAMES)("gates that were %s before a change are woken by its push, and refuse", async (stop) => {
  const { world, key, path } = await knownKey();
  await STOPS[stop]();
  expect(receipt(await world.manage(path, POST))).toMatchObject({ state: "everywhere" });
  await refusedEverywhere(key.secret);
});

test.for(STOP_NAMES)("gates that were %s between the commit and the push are woken by it, and refuse", async (stop) => {
  const { world, key, path } = await knownKey();
  {
    using _ = failD1(async (call) => {
      const result = await call.run();
      if (isRevoke(call)) await STOPS[stop]();
      return result;
    });
    expect(receipt(await world.manage(path, POST))).toMatchObject({ state: "everywhere" });
  }
  await refusedEverywhere(key.secret);
});

test("a push whose gate dies before it answers is made again, and the receipt waits for that", async () => {
  const { world, key, path } = await knownKey();
  const real: Gate["push"] = Reflect.get(Gate.prototype, "push");
  let pushes = 0;
  let dying = true;
  vi.spyOn(Gate.prototype, "push").mockImplementation(async function dies(this: Gate, request): Promise<PushReply> {
    const reply = await Reflect.apply(real, this, [request]);
    pushes += 1;
    return dying ? new Promise(() => {}) : reply;
  });
  const { answer } = begin(path, { secret: world.manager, ...POST });
  await expect.poll(() => pushes).toBeGreaterThanOrEqual(EVERYWHERE.length);
  const first = pushes;
  dying = false;
  await abortAllDurableObjects();
  expect(receipt(await answer).state).toBe("everywhere");
  expect(pushes).toBeGreaterThan(first);
  await refusedEverywhere(key.secret);
});

const SILENCES = {
  "cannot be reached": () => Promise.reject(new Error("Network connection lost.")),
  "is overloaded": () => Promise.reject(Object.assign(new Error("overloaded"), { overloaded: true })),
  "confirms in the words of another version": () => Promise.resolve(JSON.parse('{"protocol":9,"confirmed":true}')),
} as const satisfies Readonly<Record<string, () => Promise<PushReply>>>;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of SILENCES
const SILENCE_NAMES = Object.keys(SILENCES) as (keyof typeof SILENCES)[];

test.for(SILENCE_NAMES)(
  "a push to a gate that %s confirms nothing: the receipt is pending, and says until when",
  async (name) => {
    const { world, key, path } = await knownKey();
    await env.DB.exec("INSERT INTO gate_leases VALUES ('gate:eeur', unixepoch() * 1000, unixepoch() * 1000 + 3600000)");
    vi.spyOn(Gate.prototype, "push").mockImplementation(SILENCES[name]);
    const answer = await world.manage(path, { ...POST, env: { PROPAGATION_WAIT_SECONDS: "1" } });
    expect(answer.status).toBe(202);
    expect(receipt(answer)).toMatchObject({ state: "pending", effective_by: expect.stringMatching(/Z$/) });
    await leasesEnd();
    await refusedEverywhere(key.secret);
  },
);

test.for(SILENCE_NAMES)(
  "a change is made and told although no gate can be asked who wants it (a gate %s)",
  async (name) => {
    const { world, key, path } = await knownKey();
    vi.spyOn(Gate.prototype, "check").mockImplementation(async () =>
      JSON.parse(JSON.stringify(await SILENCES[name]())),
    );
    expect(receipt(await world.manage(path, POST)).state).toBe("everywhere");
    vi.restoreAllMocks();
    await refusedEverywhere(key.secret);
  },
);
