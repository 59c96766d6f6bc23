/**
 * How often callers present what nobody knows: so many at once, then so many a minute, by address. Counted after each
 * miss, so that what is found never waits; those that were under way together are held against the address, up to a
 * bound. No I/O; time is an argument.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { networkOf } from "#workers/http/caller.ts";
import { MISS_BURST, MISS_EVERY_MS, MISSING_ADDRESSES_MAX } from "#shared/limits.ts";

/** However many were under way at once, an address waits for so many: others may be behind it. */
const MISSES_OWED_MAX = 10;

/** The misses of many addresses, a bounded number. */
export class Misses {
  /** By address: when all of its misses will be forgiven, one each {@link MISS_EVERY_MS}. The least recent first. */
  readonly #forgivenAt = new Map<string, EpochMs>();

  /** Seconds until the address may miss again; 0: now. */
  secondsToWait(address: string | null, now: EpochMs): number {
    const forgivenAt = this.#forgivenAt.get(networkOf(address)) ?? now;
    return Math.max(0, Math.ceil((forgivenAt - now - (MISS_BURST - 1) * MISS_EVERY_MS) / 1000));
  }

  /** Notes one. */
  count(address: string | null, now: EpochMs): void {
    const network = networkOf(address);
    const owed = Math.max(now, this.#forgivenAt.get(network) ?? now) + MISS_EVERY_MS;
    const forgivenAt = Math.min(owed, now + (MISS_BURST + MISSES_OWED_MAX) * MISS_EVERY_MS);
    this.#forgivenAt.delete(network);
    this.#forgivenAt.set(network, epochMs(forgivenAt));
    if (this.#forgivenAt.size > MISSING_ADDRESSES_MAX) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const network of this.#forgivenAt.keys()) {
      this.#forgivenAt.delete(network);
      return;
    }
  }
}
