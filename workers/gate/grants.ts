/**
 * What a gate remembers of the isolate leases it granted: for each key the end of the last one, in memory; and in its
 * SQLite, coarsely, whether there may be any, for the instance after it. Time is an argument.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import { GRANTS_HORIZON_MS, ISOLATE_LEASE_MS_MAX } from "#shared/limits.ts";
import type { GateStore } from "./gate-store.ts";

/** Past this many, ends that are over are swept out of memory. */
const ENDS_MAX = 1000;

type Birth = {
  readonly store: GateStore;
  readonly bornAt: EpochMs;
  /** What two hosts' clocks may differ by: the instance before may have run on another. */
  readonly clockOffsetMs: number;
};

/** The grants of one life of a gate, and what the life before may have left. */
export class Grants {
  readonly #store: GateStore;
  readonly #ends = new Map<CredentialId, EpochMs>();
  /** Until when grants of an earlier life may be out, of any key. */
  readonly #inheritedUntil: EpochMs;
  #horizon: EpochMs;

  constructor({ store, bornAt, clockOffsetMs }: Birth) {
    this.#store = store;
    this.#horizon = store.loadGrantsHorizon();
    const mayBeOut = this.#horizon + clockOffsetMs >= bornAt;
    this.#inheritedUntil = mayBeOut ? epochMs(bornAt + ISOLATE_LEASE_MS_MAX) : bornAt;
  }

  /**
   * Remembers a grant until its end. Now and then this writes to SQLite, which holds the answer with the grant back
   * until it is durable: an isolate never has a lease that the gate's next life could not know of.
   */
  remember(id: CredentialId, endsAt: EpochMs, now: EpochMs): void {
    this.#ends.set(id, epochMs(Math.max(endsAt, this.#ends.get(id) ?? 0)));
    if (this.#ends.size > ENDS_MAX) this.#sweep(now);
    if (endsAt <= this.#horizon) return;
    this.#horizon = epochMs(endsAt + GRANTS_HORIZON_MS);
    this.#store.saveGrantsHorizon(this.#horizon);
  }

  /** When no isolate can decide any of these keys any more, unless it is granted a lease anew. */
  endOf(ids: readonly CredentialId[]): EpochMs {
    return epochMs(Math.max(this.#inheritedUntil, ...ids.map((id) => this.#ends.get(id) ?? 0)));
  }

  #sweep(now: EpochMs): void {
    for (const [id, endsAt] of this.#ends) if (endsAt <= now) this.#ends.delete(id);
  }
}
