/**
 * One management write as one D1 batch: the rows, the audit entry, the changes that triggers append, and in the same
 * transaction a look at who must hear of them. All of it or nothing, once: the audit entry's id is drawn before the
 * first try, so a batch whose answer was lost is recognised and never applied twice.
 */
import { z } from "zod";
import type { AuditId, CredentialId } from "#shared/ids.ts";
import { isStorageOutage, isWorthRetrying, StorageUnavailable } from "#workers/db/storage-unavailable.ts";
import type { Change } from "#workers/gate/floors.ts";
import { inSpan } from "#workers/http/trace.ts";
import { changeFromRow } from "#workers/gate/take-lease.ts";

/** A gate that was entitled to answer when the change was committed, and for how much longer, by D1's clock. */
export type LiveLease = { readonly gate: string; readonly remainingMs: number };

export type Write = {
  /** In order. The first decides by its WHERE whether the write applies; the audit entry records that it did. */
  readonly statements: readonly D1PreparedStatement[];
  readonly auditId: AuditId;
  /**
   * Whose earlier changes the receipt must cover too: a second revoke answers for the first. `all` where those cannot be
   * named: a key that its owner has just deleted, and that some gate has yet to hear of, is in no list of the owner's.
   */
  readonly credentials: readonly CredentialId[] | "all";
};

export type Committed = {
  /** `false`: the guard of the first statement matched nothing, and nothing was written. */
  readonly applied: boolean;
  /** Those that must be heard of before the receipt says "everywhere". */
  readonly changes: readonly Change[];
  /** Those of them that the write itself has made, as far as that is known. */
  readonly own: readonly Change[];
  /** `false`: there were more changes than are pushed at once; the rest is heard with the next leases. */
  readonly complete: boolean;
  readonly leases: readonly LiveLease[];
};

/**
 * Commits, or finds out whether it did. Throws {@link StorageUnavailable} when D1 does not say; the write may have
 * been made then, and gates learn of it with their next lease or from the cron. Other errors of D1 are rethrown.
 */
export function commit(db: D1Database, write: Write): Promise<Committed> {
  return inSpan("commit", { audit_entry: write.auditId }, () => commitOrFindOut(db, write));
}

async function commitOrFindOut(db: D1Database, write: Write): Promise<Committed> {
  try {
    return await runBatch(db, write);
  } catch (error) {
    if (!isStorageOutage(error)) throw error;
    if (!isWorthRetrying(error)) throw new StorageUnavailable("the write was not answered", { cause: error });
    return await settleDoubt(db, write);
  }
}

/** Was it made? If not, once more; should the first try arrive late after all, its audit id is taken by then. */
async function settleDoubt(db: D1Database, write: Write): Promise<Committed> {
  try {
    const seen = await look(db, write);
    return seen.applied ? seen : await runBatch(db, write);
  } catch (error) {
    return foundOut(db, write, error);
  }
}

/** The second run failed as well, perhaps for the first had arrived meanwhile. A refusal of D1 is the caller's then. */
async function foundOut(db: D1Database, write: Write, error: unknown): Promise<Committed> {
  if (isStorageOutage(error)) throw new StorageUnavailable("the write was not answered, twice", { cause: error });
  const seen = await look(db, write);
  if (seen.applied) return seen;
  throw error;
}

/** What is there of the write, and who must hear of it. */
async function look(db: D1Database, write: Write): Promise<Committed> {
  const [audit, changes, leases] = await db.batch(tail(db, write));
  return toCommitted(write, { baseline: null, audit, changes, leases });
}

/**
 * What the log has of these credentials that is not confirmed yet, and who must hear of it: for writes that a library
 * made, each in a transaction of its own.
 */
export async function readOpenChanges(db: D1Database, credentials: readonly CredentialId[]): Promise<Committed> {
  const [changes, leases] = await db.batch([
    db.prepare(READ_UNCONFIRMED).bind(UNCONFIRMED_MAX),
    db.prepare(READ_LIVE_LEASES),
  ]);
  const open = (changes?.results ?? []).map(changeFromRow).filter((change) => credentials.includes(change.id));
  return {
    applied: open.length > 0,
    changes: open,
    own: open,
    complete: (changes?.results.length ?? 0) < UNCONFIRMED_MAX,
    leases: (leases?.results ?? []).map(leaseFromRow),
  };
}

async function runBatch(db: D1Database, write: Write): Promise<Committed> {
  const results = await db.batch([db.prepare(READ_BASELINE), ...write.statements, ...tail(db, write)]);
  const [audit, changes, leases] = results.slice(-3);
  return toCommitted(write, { baseline: results[0] ?? null, audit, changes, leases });
}

function tail(db: D1Database, write: Write): D1PreparedStatement[] {
  return [
    db.prepare("SELECT 1 FROM audit_log WHERE id = ?1").bind(write.auditId),
    db.prepare(READ_UNCONFIRMED).bind(UNCONFIRMED_MAX),
    db.prepare(READ_LIVE_LEASES),
  ];
}

type Read = {
  readonly baseline: D1Result | null;
  readonly audit: D1Result | undefined;
  readonly changes: D1Result | undefined;
  readonly leases: D1Result | undefined;
};

/** Without a baseline every unconfirmed change counts as ours: to push more than is ours does no harm. */
function toCommitted(write: Write, read: Read): Committed {
  const baseline = read.baseline === null ? -1 : baselineRow.parse(read.baseline.results[0]).seq;
  const unconfirmed = (read.changes?.results ?? []).map(changeFromRow);
  const own = unconfirmed.filter((change) => change.seq > baseline);
  const { credentials } = write;
  const changes =
    credentials === "all"
      ? unconfirmed
      : unconfirmed.filter((change) => change.seq > baseline || credentials.includes(change.id));
  return {
    applied: (read.audit?.results.length ?? 0) > 0,
    changes,
    own,
    complete: (read.changes?.results.length ?? 0) < UNCONFIRMED_MAX,
    leases: (read.leases?.results ?? []).map(leaseFromRow),
  };
}

/** A row of {@link READ_LIVE_LEASES}. */
export function leaseFromRow(row: unknown): LiveLease {
  const { gate, remaining_ms: remainingMs } = leaseRow.parse(row);
  return { gate, remainingMs };
}

const baselineRow = z.object({ seq: z.number() });
const leaseRow = z.object({ gate: z.string(), remaining_ms: z.number() });

/** More unconfirmed changes than this are not pushed: gates read them with their next lease. */
const UNCONFIRMED_MAX = 20_000;

const READ_BASELINE = "SELECT coalesce(max(seq), 0) AS seq FROM key_changes";

const READ_UNCONFIRMED = `
SELECT seq, credential_id, version, changed_at FROM key_changes
WHERE confirmed_at IS NULL ORDER BY seq DESC LIMIT ?1`;

/** The gates that may answer now, and for how much longer, by D1's clock. */
export const READ_LIVE_LEASES = `
SELECT gate, expires_at - CAST(unixepoch('subsec') * 1000 AS INTEGER) AS remaining_ms FROM gate_leases
WHERE expires_at > CAST(unixepoch('subsec') * 1000 AS INTEGER)`;
