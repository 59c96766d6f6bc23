/** Snapshots in a gate's memory: the least recently used go first. Whether one may be used is for `floors` to say. */
import type { CredentialId } from "#shared/ids.ts";
import type { Snapshot } from "#workers/records/credential-record.ts";

/** A bounded map in order of use. */
export class RecordCache {
  readonly #capacity: number;
  readonly #snapshots = new Map<CredentialId, Snapshot>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(id: CredentialId): Snapshot | undefined {
    const snapshot = this.#snapshots.get(id);
    if (snapshot === undefined) return undefined;
    this.#snapshots.delete(id);
    this.#snapshots.set(id, snapshot);
    return snapshot;
  }

  /** An older reading never replaces a newer one, whichever comes last. */
  set(id: CredentialId, snapshot: Snapshot): void {
    const known = this.#snapshots.get(id);
    if (known !== undefined && isOlder(snapshot, known)) return;
    this.#snapshots.delete(id);
    this.#snapshots.set(id, snapshot);
    const [oldest] = this.#snapshots.keys();
    if (this.#snapshots.size > this.#capacity && oldest !== undefined) this.#snapshots.delete(oldest);
  }
}

/**
 * Of two records the version decides: the time of a reading says when it began, and a reading that began earlier, at
 * another gate, may have seen a later version. A reading that found nothing, under a floor above the record, knew of the
 * deletion: it is newer by whatever clock, also than a record of a gate whose clock is ahead. Where no floor says so the
 * time has to.
 */
function isOlder(snapshot: Snapshot, known: Snapshot): boolean {
  const bothThere = snapshot.record !== null && known.record !== null;
  if (bothThere && snapshot.version !== known.version) return snapshot.version < known.version;
  if (isDeletionOf(snapshot, known)) return false;
  return snapshot.readAt < known.readAt;
}

function isDeletionOf(snapshot: Snapshot, known: Snapshot): boolean {
  return snapshot.record === null && known.record !== null && snapshot.version > known.version;
}
