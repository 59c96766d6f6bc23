/** The cron's second try: changes that nobody confirmed, written by a Worker that died or by a hand in the console. */
import { z } from "zod";
import type { Settings } from "#workers/env.ts";
import type { Change } from "#workers/gate/floors.ts";
import { changeFromRow } from "#workers/gate/take-lease.ts";
import { markConfirmed, tellAll } from "./propagate.ts";

const CHANGES_AT_ONCE = 5000;

const leaseRow = z.object({ gate: z.string(), renewed_at: z.number(), remaining_ms: z.number() });

/**
 * Pushes unconfirmed changes to every live gate that has not renewed its lease since, and marks those that all have
 * heard. Returns how many were marked. A gate that fails is left for the next minute, or for its lease to end.
 */
export async function republish(env: Env, settings: Settings): Promise<number> {
  const [log, live] = await env.DB.batch([
    env.DB.prepare(READ_UNCONFIRMED).bind(CHANGES_AT_ONCE),
    env.DB.prepare(READ_LEASES),
  ]);
  const changes = (log?.results ?? []).map(changeFromRow);
  if (changes.length === 0) return 0;
  const leases = (live?.results ?? []).map((row) => leaseRow.parse(row));
  const unheard = await Promise.all(leases.map((lease) => pushMissing({ env, settings }, lease, changes)));
  const silentSince = Math.min(...unheard);
  const confirmed = changes.filter((change) => change.changedAt < silentSince);
  await markConfirmed(env.DB, confirmed);
  return confirmed.length;
}

/** The moment from which on the gate has not heard of changes: infinite once it has heard of all. */
async function pushMissing(
  means: { readonly env: Env; readonly settings: Settings },
  lease: z.infer<typeof leaseRow>,
  changes: readonly Change[],
): Promise<number> {
  // NOTE: a renewal in the same millisecond may have come before the change.
  const missing = changes.filter((change) => change.changedAt >= lease.renewed_at);
  if (missing.length === 0) return Number.POSITIVE_INFINITY;
  const silent = await tellAll(means, missing, [{ gate: lease.gate, remainingMs: lease.remaining_ms }]);
  return silent.length === 0 ? Number.POSITIVE_INFINITY : lease.renewed_at;
}

const READ_UNCONFIRMED = `
SELECT seq, credential_id, version, changed_at FROM key_changes WHERE confirmed_at IS NULL ORDER BY seq LIMIT ?1`;

const READ_LEASES = `
SELECT gate, renewed_at, expires_at - CAST(unixepoch('subsec') * 1000 AS INTEGER) AS remaining_ms FROM gate_leases
WHERE expires_at > CAST(unixepoch('subsec') * 1000 AS INTEGER)`;
