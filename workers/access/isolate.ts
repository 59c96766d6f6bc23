/** What one isolate remembers between requests. Nothing in it is needed: an isolate that forgets asks again. */
import { FALLBACK_BURST, FALLBACK_REFILL_MS, ISOLATE_KEYS_FOLLOWED_MAX, ISOLATE_LEASES_MAX } from "#shared/limits.ts";
import type { EpochMs } from "#shared/brand.ts";
import { type Bucket, takeToken } from "#workers/gate/bucket.ts";
import { RateLimiter } from "#workers/gate/rate-limiter.ts";
import type { Region } from "#workers/gate/regions.ts";
import { ImportedKeys } from "./imported-keys.ts";
import { IsolateLeases } from "./isolate-leases.ts";
import { KeyRates } from "./key-rates.ts";
import type { Standing } from "./status.ts";

/** Reads of the D1 primary on behalf of gates that fail: a small allowance, so that their failure is not D1's as well. */
export class FallbackBudget {
  #bucket: Bucket | undefined;

  /** Whether one more may be made. */
  take(now: EpochMs): boolean {
    const rate = { perMinute: (FALLBACK_BURST * 60_000) / FALLBACK_REFILL_MS, burst: FALLBACK_BURST };
    const taken = takeToken(this.#bucket, rate, { now, cost: 1 });
    this.#bucket = taken.bucket;
    return taken.admitted;
  }
}

/** An isolate's memory. */
export type Isolate = {
  readonly leases: IsolateLeases;
  readonly rates: KeyRates;
  readonly fallback: FallbackBudget;
  readonly imported: ImportedKeys;
  /** Buckets of keys where the D1 primary decides. */
  readonly limiter: RateLimiter;
  /** What was last said of each region's gate. */
  readonly standings: Map<Region, Standing>;
};

/** An isolate that knows nothing yet. */
export function newIsolate(): Isolate {
  return {
    leases: new IsolateLeases(ISOLATE_LEASES_MAX),
    rates: new KeyRates(ISOLATE_KEYS_FOLLOWED_MAX),
    fallback: new FallbackBudget(),
    imported: new ImportedKeys(),
    limiter: new RateLimiter(),
    standings: new Map(),
  };
}

/** This isolate. */
export const thisIsolate = newIsolate();
