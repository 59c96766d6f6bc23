/**
 * The table that `docs/cost.md` is made from says what acts really cost. That 1 000 requests of a hot key cost three calls
 * is counted in `test/faults/isolate-leases.test.ts`.
 */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { epochMs } from "#shared/brand.ts";
import { DAY_MS } from "#shared/limits.ts";
import { PROTOCOL } from "#workers/gate/protocol.ts";
import { takeLeasePage } from "#workers/gate/take-lease.ts";
import { COUNTS, FLUSH_BASE, NOTHING, type Operations } from "./costs/counts.ts";
import { countOperations, type Counted } from "./count-operations.ts";
import { call, type HeldKey, newKey, newWorld, sql, type World } from "./world.ts";

const gate = env.GATE.getByName("gate:enam");

/** Only what the act's line in the table speaks of, and all of it. */
function of(act: keyof typeof COUNTS, counted: Counted): Operations {
  const { [act]: named }: Readonly<Record<string, Operations>> = COUNTS;
  return Object.fromEntries(Object.entries(counted).filter(([name]) => Object.hasOwn(named ?? {}, name)));
}

/** A key that was used today, so that nothing about it is a first time. */
function usedKey({ owner, workspace }: World): Promise<HeldKey> {
  return newKey(owner, { workspaces: [workspace], lastUsedAt: Date.now() });
}

/** With a key that was used, and nothing that somebody has still to hear of. */
async function settledWorld(): Promise<World> {
  const world = await newWorld();
  return { ...world, key: await usedKey(world) };
}

/** Changes by SQL are confirmed by the cron. */
function confirmed(): Promise<void> {
  return sql("SELECT 1");
}

async function ask({ secret }: HeldKey): Promise<void> {
  expect(await call("GET", "/v1/me", { key: secret })).toMatchObject({ status: 200 });
}

/** Long enough for what was left for after the answer, and for the gate's journal, which is a second late. */
function soon(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 2000);
  });
}

async function asked(key: HeldKey): Promise<void> {
  await ask(key);
  await soon();
}

async function flush(): Promise<void> {
  await runDurableObjectAlarm(gate);
}

/** What it costs to flush one request of each of these keys. */
async function flushOf(used: readonly HeldKey[]): Promise<Counted> {
  await Promise.all(used.map(ask));
  await soon();
  return countOperations(flush);
}

/** Each flush empties what the one before has left. */
afterEach(async () => {
  await soon();
  await flush();
});

/** The table has the most: where a row lies in its index, and a lease that is renewed meanwhile, make a row or two. */
function isAbout(most: number): (counted: number) => boolean {
  return (counted) => counted <= most && counted >= most - 3;
}

test("a request costs one call of a gate, and what the gate does not know a read of KV, and of D1", async () => {
  const world = await settledWorld();
  const key = await usedKey(world);
  await ask(world.key);
  const miss = await countOperations(() => asked(key));
  const { d1RowsRead } = COUNTS["gate miss, not in KV"];
  expect(miss.d1RowsRead).toSatisfy(isAbout(d1RowsRead));
  expect({ ...miss, gateRowsWritten: 0, d1RowsRead }).toEqual({ ...NOTHING, ...COUNTS["gate miss, not in KV"] });
  const hit = await countOperations(() => ask(key));
  expect({ ...hit, gateRowsWritten: 0 }).toEqual({ ...NOTHING, ...COUNTS["gate hit"] });
});

test("a second in which a key is used is journaled in three rows of the gate's", async () => {
  const world = await settledWorld();
  const key = await usedKey(world);
  await asked(key);
  const counted = await countOperations(() => asked(key));
  expect(of("journaled second", counted)).toEqual(COUNTS["journaled second"]);
});

test("a flush costs what it costs once, and then by the key", async () => {
  const world = await settledWorld();
  const keys = [await usedKey(world), await usedKey(world)] as const;
  // Asked again where the hour ended between the two.
  await expect
    .poll(
      async () => {
        const fresh = await usedKey(world);
        const first = await flushOf([fresh]);
        return [of("first flush of an hour", first), of("later flush", await flushOf([fresh]))];
      },
      { timeout: 25_000 },
    )
    .toEqual([COUNTS["first flush of an hour"], COUNTS["later flush"]]);
  const { owner, workspace } = world;
  const yesterday = await newKey(owner, { workspaces: [workspace], lastUsedAt: Date.now() - DAY_MS });
  expect(of("first flush of a day", await flushOf([yesterday]))).toEqual(COUNTS["first flush of a day"]);
  await flushOf(keys);
  const { d1RowsWritten, gateRowsWritten } = COUNTS["later flush"];
  const ofTwo = await flushOf(keys);
  expect(ofTwo.d1RowsWritten).toBe(FLUSH_BASE.d1RowsWritten + 2 * (d1RowsWritten - FLUSH_BASE.d1RowsWritten));
  expect(ofTwo.gateRowsWritten).toBe(FLUSH_BASE.gateRowsWritten + 2 * (gateRowsWritten - FLUSH_BASE.gateRowsWritten));
});

test("a lease is one row, whether or not anything was changed", async () => {
  const lease = {
    gate: "gate:nowhere",
    leaseMs: 1,
    floorRetentionMs: 1,
    cursor: Number.MAX_SAFE_INTEGER,
    wanted: null,
  };
  const renew = (): Promise<unknown> => takeLeasePage(env.DB, lease, () => epochMs(Date.now()));
  await renew();
  expect(of("lease renewed", await countOperations(renew))).toEqual(COUNTS["lease renewed"]);
});

test("a gate that is told of a change writes its floor and how far it has read", async () => {
  const world = await settledWorld();
  const { id } = await usedKey(world);
  await soon();
  const change = { seq: Number.MAX_SAFE_INTEGER, id, version: 9, changedAt: epochMs(Date.now()) };
  const told = await countOperations(() => Promise.resolve(gate.push({ protocol: PROTOCOL, changes: [change] })));
  expect(of("change told to a gate", told)).toEqual(COUNTS["change told to a gate"]);
});

test("a key's creation and its end are so many rows of D1", async () => {
  const world = await settledWorld();
  const { secret: key } = world.key;
  await ask(world.key);
  await confirmed();
  const body = { name: "n8n", scopes: ["mcp:read"], workspaces: [world.workspace] };
  const created = await countOperations(async () => {
    expect(await call("POST", "/v1/keys", { key, body })).toMatchObject({ status: 201 });
    await soon();
  });
  expect(created.d1RowsWritten).toSatisfy(isAbout(COUNTS["key created"].d1RowsWritten));
  expect(created.kvWrites).toBe(COUNTS["key created"].kvWrites);
  const { id } = await usedKey(world);
  await confirmed();
  const revoked = await countOperations(async () => {
    expect(await call("POST", `/v1/keys/${id}/revoke`, { key })).toMatchObject({ status: 200 });
    await soon();
  });
  expect(revoked.d1RowsWritten).toSatisfy(isAbout(COUNTS["key revoked"].d1RowsWritten));
  expect(revoked.kvWrites).toBe(COUNTS["key revoked"].kvWrites);
});
