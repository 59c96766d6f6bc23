/** The cron's second try: changes that nobody confirmed, written by a Worker that died or by a hand in the console. */
import type { Settings } from "#workers/env.ts";
import { inSpan } from "#workers/http/trace.ts";
import { changeFromRow } from "#workers/gate/take-lease.ts";
import { leaseFromRow, READ_LIVE_LEASES } from "./commit.ts";
import { markConfirmed, tellAll } from "./propagate.ts";

const CHANGES_AT_ONCE = 5000;

/**
 * Pushes unconfirmed changes to every live gate, and marks them when all have confirmed or run out; returns how many.
 *
 * NOTE: nothing is concluded from a lease that was renewed since. D1 has written the renewal, but whether the gate got
 * the answer, and the changes with it, only the gate can say; until then it may answer under the lease before.
 */
export async function republish(env: Env, settings: Settings): Promise<number> {
  const [log, live] = await env.DB.batch([
    env.DB.prepare(READ_UNCONFIRMED).bind(CHANGES_AT_ONCE),
    env.DB.prepare(READ_LIVE_LEASES),
  ]);
  const changes = (log?.results ?? []).map(changeFromRow);
  if (changes.length === 0) return 0;
  const leases = (live?.results ?? []).map(leaseFromRow);
  const attributes = { gates: leases.length, changes: changes.length };
  const { silent } = await inSpan("republish", attributes, () => tellAll({ env, settings }, changes, leases));
  if (silent.length > 0) return 0;
  await markConfirmed(env.DB, changes);
  return changes.length;
}

const READ_UNCONFIRMED = `
SELECT seq, credential_id, version, changed_at FROM key_changes WHERE confirmed_at IS NULL ORDER BY seq LIMIT ?1`;
