/** After the commit: every live gate hears of the changes before the caller is answered, and the receipt says so. */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import type { Propagation } from "#shared/propagation.ts";
import type { Settings } from "#workers/env.ts";
import type { Change } from "#workers/gate/floors.ts";
import { findGate } from "#workers/gate/find-gate.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import { inSpan } from "#workers/http/trace.ts";
import { readD1Record } from "#workers/records/d1-records.ts";
import { deleteKvRecord, writeKvRecord } from "#workers/records/kv-records.ts";
import type { Committed, LiveLease } from "./commit.ts";
import { tellGate } from "./tell-gate.ts";

/** How gates took the news. */
export type Hearings = {
  /** The leases whose gates have neither confirmed nor run out. */
  readonly silent: readonly LiveLease[];
  /** The longest that a confirmation was held back by isolate leases, in milliseconds. */
  readonly waitedForLeasesMs: number;
};

export type PropagationMeans = {
  readonly env: Env;
  readonly settings: Settings;
  readonly waitUntil: (work: Promise<unknown>) => void;
};

/**
 * Pushes to every gate that held a lease at the commit. "everywhere" only when each has confirmed or its lease has
 * ended; otherwise "pending" with the end of the last lease that is still out. Never throws for a gate's failure.
 */
export async function propagate(means: PropagationMeans, committed: Committed): Promise<Propagation> {
  const { changes, leases, complete } = committed;
  const startedAt = Date.now();
  if (changes.length === 0 && complete) return EVERYWHERE_AT_ONCE;
  const attributes = { gates: leases.length, changes: changes.length };
  const heard = await inSpan("propagate", attributes, () => tellAll(means, changes, leases));
  const silent = complete ? heard.silent : leases;
  means.waitUntil(inTheBackground("kv_not_refreshed", refreshKv(means, changes)));
  const tookMs = Date.now() - startedAt;
  const { waitedForLeasesMs } = heard;
  const told = { startedAt: epochMs(startedAt), tookMs, gates: leases.length, silent, waitedForLeasesMs };
  const propagation = toPropagation(told);
  if (propagation.state === "everywhere") {
    means.waitUntil(inTheBackground("changes_not_marked", markConfirmed(means.env.DB, changes)));
  }
  logEvent(silent.length === 0 ? "info" : "warn", "propagated", {
    state: propagation.state,
    gates: leases.length,
    changes: changes.length,
    took_ms: tookMs,
    waited_for_leases_ms: waitedForLeasesMs,
  });
  return propagation;
}

/** What the answer does not depend on, and must not fail with. */
function inTheBackground(event: string, work: Promise<void>): Promise<void> {
  return work.catch((error: unknown) => {
    logEvent("warn", event, { error: describeError(error) });
  });
}

const EVERYWHERE_AT_ONCE: Propagation = { state: "everywhere", gates: 0, took_ms: 0, waited_for_leases_ms: 0 };

/** Tells the gates of these leases, all at once. Never throws. */
export async function tellAll(
  means: Pick<PropagationMeans, "env" | "settings">,
  changes: readonly Change[],
  leases: readonly LiveLease[],
): Promise<Hearings> {
  const hearings = await Promise.all(
    leases.map((lease) =>
      tellGate({
        changes,
        lease,
        waitMs: means.settings.propagationWaitMs,
        gate: () => findGate(means.env, lease.gate),
      }),
    ),
  );
  return {
    silent: leases.filter((_lease, index) => hearings[index]?.state === "silent"),
    waitedForLeasesMs: Math.max(0, ...hearings.map((hearing) => hearing.waitedForLeasesMs)),
  };
}

/** The changes need no more pushes. Losing this write costs a repeated push by the cron. */
export async function markConfirmed(db: D1Database, changes: readonly Change[]): Promise<void> {
  await db
    .prepare(
      `UPDATE key_changes SET confirmed_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
       WHERE confirmed_at IS NULL AND seq IN (SELECT value FROM json_each(?1))`,
    )
    .bind(JSON.stringify(changes.map((change) => change.seq)))
    .run();
}

function toPropagation(heard: {
  readonly startedAt: EpochMs;
  readonly tookMs: number;
  readonly gates: number;
  readonly silent: readonly LiveLease[];
  readonly waitedForLeasesMs: number;
}): Propagation {
  const { startedAt, tookMs, gates, silent, waitedForLeasesMs } = heard;
  if (silent.length === 0) {
    return { state: "everywhere", gates, took_ms: tookMs, waited_for_leases_ms: waitedForLeasesMs };
  }
  const lastEndMs = Math.max(...silent.map((lease) => lease.remainingMs));
  return { state: "pending", gates, effective_by: new Date(startedAt + lastEndMs).toISOString() };
}

/** Keys whose KV value is replaced after a change; with more, the floors alone turn the old values away. */
const KV_REFRESH_MAX = 20;

/** A courtesy to gates that will read KV next; correctness never depends on it. */
async function refreshKv({ env, settings }: PropagationMeans, changes: readonly Change[]): Promise<void> {
  const ids = [...new Set(changes.map((change) => change.id))].slice(0, KV_REFRESH_MAX);
  await Promise.all(ids.map((id) => refreshKvRecord(env, settings, id)));
}

async function refreshKvRecord(env: Env, settings: Settings, id: CredentialId): Promise<void> {
  const { record, readAt } = await readD1Record(env.DB, { id, floor: 0 }, Date.now);
  const records = { kv: env.KV, kvValidityMs: settings.kvValidityMs };
  if (record === null) await deleteKvRecord(env.KV, id);
  else await writeKvRecord(records, record, readAt);
}
