/** Records in D1, read from the primary: a plain query without a session always goes there. */
import { epochMs } from "#shared/brand.ts";
import type { KeyId } from "#shared/ids.ts";
import { RECORD_SQL, recordFromRow, type Snapshot } from "./key-record.ts";

/** The record as it is now. `readAt` is taken before the read: what changes meanwhile may be missing. Throws on outage. */
export async function readD1Record(db: D1Database, id: KeyId, clock: () => number): Promise<Snapshot> {
  const readAt = epochMs(clock());
  const row = await db.prepare(RECORD_SQL).bind(id).first();
  return { record: row === null ? null : recordFromRow(row), readAt };
}
