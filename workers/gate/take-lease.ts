/**
 * Taking or renewing a lease: one D1 batch writes it and reads every change after the gate's cursor, and the record
 * that the waiting request needs. Being one transaction, a change is either in what it reads, or committed after the
 * lease was there for its writer to see.
 */
import { z } from "zod";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { credentialIdSchema } from "#shared/ids.ts";
import { type RecordWanted, snapshotFromRow } from "#workers/records/d1-records.ts";
import { recordSql, type Snapshot } from "#workers/records/credential-record.ts";
import type { Change } from "./floors.ts";

/** Changes read at once. */
const CHANGES_PAGE = 5000;

export type LeaseRequest = {
  readonly gate: string;
  readonly leaseMs: number;
  /** F: a gate without history reads this much of it. */
  readonly floorRetentionMs: number;
  readonly cursor: number | null;
  /** The key that the waiting request presents, and the floor known of it. */
  readonly wanted: RecordWanted | null;
};

/** One page of what a gate has to learn. Only the last one completes the lease. */
export type LeasePage = {
  /** Before the batch was sent, on the gate's clock. */
  readonly sentAt: EpochMs;
  readonly changes: readonly Change[];
  readonly cursor: number;
  readonly snapshot: Snapshot | null;
  /** Whether nothing is left to read: the lease counts from `sentAt`. */
  readonly isLast: boolean;
};

const changeRow = z.object({
  seq: z.number(),
  credential_id: credentialIdSchema,
  version: z.number(),
  changed_at: z.number(),
});

/** Reads a row of `key_changes`; the writer of a change reads the same. */
export function changeFromRow(row: unknown): Change {
  const { seq, credential_id: id, version, changed_at: changedAt } = changeRow.parse(row);
  return { seq, id, version, changedAt: epochMs(changedAt) };
}

/**
 * Asks once. A gate that is far behind asks again from where the page ended, and keeps what it has learned if that
 * fails. Throws when D1 cannot be reached: then there is no lease.
 */
export async function takeLeasePage(db: D1Database, request: LeaseRequest, clock: () => EpochMs): Promise<LeasePage> {
  const sentAt = clock();
  const [, log, record] = await db.batch(leaseStatements(db, request));
  const changes = (log?.results ?? []).map(changeFromRow);
  return {
    sentAt,
    changes,
    cursor: changes.at(-1)?.seq ?? request.cursor ?? 0,
    snapshot: snapshotOf(request.wanted, record, { changes, readAt: sentAt }),
    isLast: changes.length < CHANGES_PAGE,
  };
}

function leaseStatements(db: D1Database, request: LeaseRequest): D1PreparedStatement[] {
  const lease = db.prepare(WRITE_LEASE).bind(request.gate, request.leaseMs);
  const log = db.prepare(READ_CHANGES).bind(request.cursor, request.floorRetentionMs, CHANGES_PAGE);
  const { wanted } = request;
  return wanted === null ? [lease, log] : [lease, log, db.prepare(recordSql(wanted.id)).bind(wanted.id)];
}

/** Read in one transaction with the changes, so it is as new as they are. */
function snapshotOf(
  wanted: RecordWanted | null,
  record: D1Result | undefined,
  { changes, readAt }: { readonly changes: readonly Change[]; readonly readAt: EpochMs },
): Snapshot | null {
  if (wanted === null || record === undefined) return null;
  const versions = changes.filter((change) => change.id === wanted.id).map((change) => change.version);
  return snapshotFromRow(record.results[0], { readAt, floor: Math.max(wanted.floor, ...versions) });
}

const D1_NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

const WRITE_LEASE = `
INSERT INTO gate_leases (gate, renewed_at, expires_at) VALUES (?1, ${D1_NOW}, ${D1_NOW} + ?2) ON CONFLICT (gate)
DO UPDATE SET renewed_at = excluded.renewed_at, expires_at = max(expires_at, excluded.expires_at)`;

const READ_CHANGES = `
SELECT seq, credential_id, version, changed_at FROM key_changes
WHERE seq > coalesce(?1, (SELECT coalesce(max(seq), 0) FROM key_changes WHERE changed_at <= ${D1_NOW} - ?2))
ORDER BY seq LIMIT ?3`;
