/**
 * The floor of a credential: the smallest version of its record that may still decide anything. Floors only rise. They
 * live as long as an older record could turn up: F = the validity of KV values, and some slack. Pure.
 */
import type { EpochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import type { Snapshot } from "#workers/records/credential-record.ts";

/** One change as the log tells it. `changedAt` is on D1's clock. */
export type Change = {
  readonly seq: number;
  readonly id: CredentialId;
  readonly version: number;
  readonly changedAt: EpochMs;
};

export type Floor = { readonly version: number; readonly changedAt: EpochMs };
export type Floors = Map<CredentialId, Floor>;

/** Raises the floor of the change's credential; returns whether it rose. An older change, or the same twice, is nothing. */
export function raiseFloor(floors: Floors, change: Change): boolean {
  const floor = floors.get(change.id);
  if (floor !== undefined && floor.version >= change.version) return false;
  floors.set(change.id, { version: change.version, changedAt: change.changedAt });
  return true;
}

/** Ids whose floor is older than `before`: no record from before it can be used any more. */
export function outlivedFloors(floors: Floors, before: EpochMs): CredentialId[] {
  return [...floors].filter(([, floor]) => floor.changedAt < before).map(([id]) => id);
}

/** How old a snapshot may be, in milliseconds: one that has a record, and one that says there is none. */
export type Validity = { readonly recordMs: number; readonly missingMs: number };

/** Whether a snapshot of `id` may decide a request now. */
export function isAcceptable(
  snapshot: Snapshot,
  floor: Floor | undefined,
  limits: { readonly now: EpochMs; readonly validity: Validity },
): boolean {
  const validMs = snapshot.record === null ? limits.validity.missingMs : limits.validity.recordMs;
  if (limits.now - snapshot.readAt >= validMs) return false;
  return floor === undefined || snapshot.version >= floor.version;
}

/**
 * Where the cursor stands after a push. It moves only over a gapless continuation: a push raises floors whatever it
 * brings, but what a gap may hide is read from the log with the next lease.
 */
export function cursorAfter(cursor: number | null, changes: readonly Change[]): number | null {
  if (cursor === null) return null;
  const seqs = new Set(changes.map((change) => change.seq));
  let next = cursor;
  while (seqs.has(next + 1)) next += 1;
  return next;
}
