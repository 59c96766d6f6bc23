/**
 * Records in KV: a hydration tier that nothing is decided by. A value may be stale without bound, so its reader checks
 * `readAt` and the floor; a miss, a failure or a slow answer sends the reader to D1 and never refuses a key.
 */
import type { EpochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import { fromKvText, type CredentialRecord, type Snapshot, toKvText } from "./credential-record.ts";

type Records = { readonly kv: KVNamespace; readonly kvValidityMs: number };

/** A KV read slower than this is a miss: D1 is the better bet then. */
const KV_TIMEOUT_MS = 1000;

/** The stored snapshot, or `null` when there is none to be had. Never throws. */
export async function readKvRecord({ kv }: Records, id: CredentialId): Promise<Snapshot | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), KV_TIMEOUT_MS);
  });
  try {
    const text = await Promise.race([kv.get(kvKey(id)), late]);
    const snapshot = text === null ? null : fromKvText(text);
    return snapshot?.record?.id === id ? snapshot : null;
  } catch {
    return null;
  } finally {
    if (timer !== undefined) clearTimeout(timer);
  }
}

/** Stores a record until it could no longer be used. Never throws: a value that is not written is a later miss. */
export async function writeKvRecord(
  { kv, kvValidityMs }: Records,
  record: CredentialRecord,
  readAt: EpochMs,
): Promise<void> {
  try {
    const expirationTtl = Math.max(60, Math.ceil(kvValidityMs / 1000));
    await kv.put(kvKey(record.id), toKvText(record, readAt), { expirationTtl });
  } catch {
    // NOTE: one write a second per key is KV's limit (429); concurrent refills of one key run into it.
  }
}

/** Drops a record; never throws. */
export async function deleteKvRecord(kv: KVNamespace, id: CredentialId): Promise<void> {
  try {
    await kv.delete(kvKey(id));
  } catch {
    // NOTE: the value left behind is below the floor.
  }
}

function kvKey(id: CredentialId): string {
  return `record:${id}`;
}
