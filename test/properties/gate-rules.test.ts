/** What is algebra in a gate: buckets, floors, the cursor, usage on its way to D1. */
import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { type CredentialId, keyIdSchema } from "#shared/ids.ts";
import { USAGE_LABELS_MAX } from "#shared/limits.ts";
import { type Bucket, type Rate, type Taken, takeToken } from "#workers/gate/bucket.ts";
import { type Change, cursorAfter, type Floors, raiseFloor } from "#workers/gate/floors.ts";
import { applyUsageBatch } from "#workers/gate/flush-usage.ts";
import type { UsageBatch } from "#workers/gate/usage-journal.ts";
import { drainUsage, emptyUsage, recordUsage, type UsageRow } from "#workers/gate/usage-buffer.ts";
import { type HeldKey, newKey, newWorld } from "../world.ts";

const rates: fc.Arbitrary<Rate> = fc.record({
  perMinute: fc.integer({ min: 1, max: 100_000 }),
  burst: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 100_000 })),
});
const steps = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 90_000 }), times: fc.integer({ min: 1, max: 30 }) }),
  {
    minLength: 1,
    maxLength: 20,
  },
);

/** Every request in order, with its time; the times given are epoch milliseconds. */
function ask(rate: Rate, times: readonly number[]): readonly (Taken & { readonly at: number })[] {
  let bucket: Bucket | undefined;
  return times.map((at) => {
    const taken = takeToken(bucket, rate, { now: epochMs(at), cost: 1 });
    bucket = taken.bucket;
    return { at, ...taken };
  });
}

function timesOf(waits: readonly { readonly waitMs: number; readonly times: number }[]): number[] {
  let at = 1_000_000;
  return waits.flatMap(({ waitMs, times }) => {
    at += waitMs;
    return Array.from({ length: times }, () => at);
  });
}

/** What adding floating-point numbers may be off by. */
const EPSILON = 1e-6;

test("a bucket never admits more than its burst and what the time brought, in any stretch of time", () => {
  const property = fc.property(rates, steps, (rate, waits) => {
    const admitted = ask(rate, timesOf(waits)).filter((taken) => taken.admitted);
    for (const [first, from] of admitted.entries()) {
      for (const [offset, to] of admitted.slice(first).entries()) {
        const allowed = rate.burst + ((to.at - from.at) * rate.perMinute) / 60_000;
        if (offset + 1 > allowed + EPSILON) throw new Error(`${offset + 1} admitted, ${allowed} allowed`);
      }
    }
  });
  expect(() => fc.assert(property, { numRuns: 200 })).not.toThrow();
});

test("a clock that goes back brings a bucket nothing", () => {
  const jumps = fc.array(fc.integer({ min: -100_000, max: 1000 }), { minLength: 1, maxLength: 60 });
  const property = fc.property(rates, jumps, (rate, differences) => {
    let at = 10_000_000;
    const times = differences.map((difference) => (at += difference));
    const forwardMs = differences.reduce((sum, difference) => sum + Math.max(0, difference), 0);
    const admitted = ask(rate, times).filter((taken) => taken.admitted).length;
    expect(admitted).toBeLessThanOrEqual(rate.burst + (forwardMs * rate.perMinute) / 60_000 + EPSILON);
  });
  fc.assert(property, { numRuns: 500 });
});

test("who waits longer never has less, and who waits as long as was said is admitted", () => {
  const property = fc.property(rates, steps, fc.integer({ min: 0, max: 90_000 }), (rate, waits, waitMs) => {
    for (const { bucket, at, admitted, retryAfterSeconds, state } of ask(rate, timesOf(waits))) {
      const later = takeToken(bucket, rate, { now: epochMs(at + waitMs), cost: 0 });
      expect(later.state.remaining).toBeGreaterThanOrEqual(state.remaining);
      expect(admitted).toBe(retryAfterSeconds === 0);
      // A millisecond on top, for what floating-point numbers are off by.
      const then = epochMs(at + retryAfterSeconds * 1000 + 1);
      expect(takeToken(bucket, rate, { now: then, cost: admitted ? 0 : 1 }).admitted).toBe(true);
      const full = takeToken(bucket, rate, { now: bucket.fullAt, cost: 0 });
      expect(full.bucket.tokens).toBeCloseTo(rate.burst, 5);
    }
  });
  fc.assert(property, { numRuns: 200 });
});

test("what is not metered is never refused and takes nothing", () => {
  const property = fc.property(rates, steps, (rate, waits) => {
    for (const { bucket, at, state } of ask(rate, timesOf(waits))) {
      const free = takeToken(bucket, rate, { now: epochMs(at), cost: 0 });
      expect({ admitted: free.admitted, left: free.state.remaining }).toEqual({
        admitted: true,
        left: state.remaining,
      });
    }
  });
  fc.assert(property, { numRuns: 100 });
});

const IDS = ["key_aaaaaaaaaa", "key_bbbbbbbbbb", "key_cccccccccc"].map((id) => keyIdSchema.parse(id));

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    seq: fc.integer({ min: 1, max: 40 }),
    id: fc.constantFrom(...IDS),
    version: fc.integer({ min: 1, max: 10 }),
    changedAt: fc.integer({ min: 0, max: 1000 }).map(epochMs),
  }),
  { maxLength: 40 },
);

function versions(floors: Floors): Map<CredentialId, number> {
  return new Map([...floors].map(([id, floor]) => [id, floor.version]));
}

test("floors only rise, and where they end does not depend on the order of changes or on repeats", () => {
  const property = fc.property(changes, fc.array(fc.nat()), (log, order) => {
    const shuffled = [...order.flatMap((index) => log.slice(index % (log.length + 1))), ...log.toReversed()];
    const ends = [log, shuffled].map((sequence) => {
      const floors: Floors = new Map();
      for (const change of sequence) {
        const before = floors.get(change.id)?.version ?? 0;
        const rose = raiseFloor(floors, change);
        const after = floors.get(change.id)?.version ?? 0;
        expect([after, rose]).toEqual([Math.max(before, change.version), change.version > before]);
      }
      return versions(floors);
    });
    expect(ends[0]).toEqual(ends[1]);
  });
  fc.assert(property, { numRuns: 200 });
});

test("the cursor goes forward only, and never over a change that was not heard", () => {
  const cursors = fc.option(fc.nat(40));
  const property = fc.property(cursors, changes, changes, (cursor, first, second) => {
    const heard = new Set([...first, ...second].map((change) => change.seq));
    const one = cursorAfter(cursor, first);
    const both = cursorAfter(one, second);
    expect([one === null, both === null]).toEqual([cursor === null, cursor === null]);
    expect(one ?? 0).toBeGreaterThanOrEqual(cursor ?? 0);
    expect(both ?? 0).toBeGreaterThanOrEqual(one ?? 0);
    for (let seq = (cursor ?? 0) + 1; seq <= (both ?? 0); seq += 1) expect(heard).toContain(seq);
    expect(cursorAfter(both, [...first, ...second].toReversed()) ?? 0).toBeGreaterThanOrEqual(both ?? 0);
  });
  fc.assert(property, { numRuns: 500 });
});

const uses = fc.record({
  id: fc.constantFrom(...IDS),
  at: fc.integer({ min: 0, max: 3 * 60 * 60 * 1000 }).map(epochMs),
  surface: fc.constantFrom("mcp" as const, "rest" as const),
  operation: fc.oneof(fc.constantFrom("list_events", "GET /v1/events"), fc.string({ maxLength: 80 })),
  outcome: fc.constantFrom("ok", "rate_limited", "client_error"),
  client: fc.option(fc.oneof(fc.constantFrom("curl/8.7.1", "n8n"), fc.string({ maxLength: 80 }))),
  country: fc.option(fc.constantFrom("DE", "FR")),
  count: fc.constantFrom(1 as const, 1 as const, -1 as const),
});

function hourOf(at: number): UsageRow["hour"] {
  return epochMs(at - (at % 3_600_000));
}

/** Sums by what a person is charged or shown: key, outcome and hour. */
function sums(rows: readonly Pick<UsageRow, "id" | "hour" | "outcome" | "count">[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { id, hour, outcome, count } of rows) {
    const label = `${id} ${hour} ${outcome}`;
    totals[label] = (totals[label] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(totals).filter(([, total]) => total !== 0));
}

test("the buffer loses and invents nothing, however often it is drained, and bounds its labels", () => {
  const property = fc.property(fc.array(uses, { maxLength: 300 }), fc.nat(9), (events, every) => {
    const buffer = emptyUsage();
    const drained = events.flatMap((event, index) => {
      recordUsage(buffer, event);
      return index % (every + 1) === every ? drainUsage(buffer).rows : [];
    });
    const rows = [...drained, ...drainUsage(buffer).rows];
    expect(drainUsage(buffer)).toEqual({ rows: [], lastUses: [] });
    expect(sums(rows)).toEqual(sums(events.map((event) => ({ ...event, hour: hourOf(event.at) }))));
    for (const id of IDS) {
      const labels = rows.filter((row) => row.id === id).map((row) => `${row.hour} ${row.operation}`);
      expect(new Set(labels).size).toBeLessThanOrEqual(3 * (USAGE_LABELS_MAX + 1) + 3);
    }
  });
  fc.assert(property, { numRuns: 100 });
});

/** Rows and last uses as a flush has them, without the key that they are of. */
const flushes = fc.array(
  fc.record({
    rows: fc.array(
      fc
        .tuple(fc.constantFrom(0, 3_600_000), fc.constantFrom("ok", "rate_limited"), fc.integer({ min: -2, max: 9 }))
        .map(([hour, outcome, count]) => [hour, "mcp", "list_events", outcome, "n8n", "DE", count]),
      { maxLength: 4 },
    ),
    lastUses: fc.array(fc.tuple(fc.nat(1000), fc.constantFrom("curl", "n8n"), fc.constant("DE")), { maxLength: 1 }),
  }),
  { maxLength: 5 },
);

type Rows = readonly (readonly (string | number)[])[];

function batchOf(key: HeldKey, { rows, lastUses }: { readonly rows: Rows; readonly lastUses: Rows }): UsageBatch {
  const owned = (list: Rows): string => JSON.stringify(list.map((row) => [key.id, ...row]));
  return { id: crypto.randomUUID(), rows: owned(rows), lastUses: owned(lastUses) };
}

function flush(batch: UsageBatch): Promise<void> {
  return applyUsageBatch(env.DB, "gate:enam", batch);
}

/** What a key's usage is in D1. */
async function usageOf(key: HeldKey): Promise<unknown> {
  const { results } = await env.DB.prepare(
    "SELECT hour, outcome, count FROM usage_hourly WHERE credential_id = ?1 ORDER BY hour, outcome",
  )
    .bind(key.id)
    .all();
  return {
    results,
    lastUsedAt: await env.DB.prepare("SELECT last_used_at FROM keys WHERE id = ?1").bind(key.id).first("last_used_at"),
  };
}

test("a flush that is sent again, at once or late and between others, changes nothing", async () => {
  const { owner, workspace } = await newWorld();
  const property = fc.asyncProperty(flushes, fc.infiniteStream(fc.nat(5)), async (flushed, lateness) => {
    const [once, often] = [
      await newKey(owner, { workspaces: [workspace] }),
      await newKey(owner, { workspaces: [workspace] }),
    ];
    for (const batch of flushed) await flush(batchOf(once, batch));
    const batches = flushed.map((batch) => batchOf(often, batch));
    const sent = batches.flatMap((batch) => [batch, batch, ...batches.slice(0, Number(lateness.next().value))]);
    for (const batch of sent) await flush(batch);
    await Promise.all(batches.map(flush));
    expect(await usageOf(often)).toEqual(await usageOf(once));
  });
  await fc.assert(property, { numRuns: 25 });
});

test("usage of a key that was deleted meanwhile is dropped, and the rest of the flush is not", async () => {
  const { owner, workspace } = await newWorld();
  const [kept, gone] = [
    await newKey(owner, { workspaces: [workspace] }),
    await newKey(owner, { workspaces: [workspace] }),
  ];
  await env.DB.prepare("DELETE FROM keys WHERE id = ?1").bind(gone.id).run();
  const rows = JSON.stringify([gone, kept].map(({ id }) => [id, 0, "rest", "GET /v1/me", "ok", "curl", "DE", 3]));
  const lastUses = JSON.stringify([gone, kept].map(({ id }) => [id, 5, "curl", "DE"]));
  await flush({ id: crypto.randomUUID(), rows, lastUses });
  const count = z.object({ results: z.array(z.object({ count: z.number() })) });
  expect([count.parse(await usageOf(gone)), count.parse(await usageOf(kept))]).toEqual([
    { results: [] },
    { results: [{ count: 3 }] },
  ]);
});
