/** Records in D1, read from the primary: a plain query without a session always goes there. */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import { recordFromRow, recordSql, type Snapshot } from "./credential-record.ts";

/** `floor`: the smallest acceptable version that the reader knows of, 0 where it knows none. */
export type RecordWanted = { readonly id: CredentialId; readonly floor: number };

/** The record as it is now. `readAt` is taken before the read: what changes meanwhile may be missing. Throws on outage. */
export async function readD1Record(db: D1Database, wanted: RecordWanted, clock: () => number): Promise<Snapshot> {
  const readAt = epochMs(clock());
  return snapshotFromRow(await db.prepare(recordSql(wanted.id)).bind(wanted.id).first(), {
    readAt,
    floor: wanted.floor,
  });
}

/** What a row of the record query is worth; `null` or undefined: there was none. */
export function snapshotFromRow(
  row: unknown,
  { readAt, floor }: { readonly readAt: EpochMs; readonly floor: number },
): Snapshot {
  if (row === null || row === undefined) return { record: null, readAt, version: floor };
  const record = recordFromRow(row);
  return { record, readAt, version: record.version };
}
