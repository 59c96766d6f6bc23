/** How often this isolate sees each key: what tells a hot one. Bounded; time is an argument. */
import type { EpochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";

/** Requests of a key since it was last asked about, this one included, and how long ago that was. */
export type Seen = { readonly count: number; readonly elapsedMs: number };

/** When each key was last asked about. */
export class KeyRates {
  readonly #capacity: number;
  readonly #askedAt = new Map<CredentialId, EpochMs>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Notes that the key is asked about now, after `decided` requests that nobody was asked about. */
  ask(id: CredentialId, decided: number, now: EpochMs): Seen {
    const askedAt = this.#askedAt.get(id);
    // Forgetting all of them costs each key one question more, and happens once in so many keys.
    if (askedAt === undefined && this.#askedAt.size >= this.#capacity) this.#askedAt.clear();
    this.#askedAt.set(id, now);
    return { count: decided + 1, elapsedMs: askedAt === undefined ? Infinity : now - askedAt };
  }
}
