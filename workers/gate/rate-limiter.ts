/** The buckets of many credentials. Also used where no gate is asked: by an isolate that reads D1 itself, for itself. */
import type { EpochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import type { CredentialRecord } from "#workers/records/credential-record.ts";
import { type Bucket, DEFAULT_RATE, movedBy, type Rate, takeToken, type Taken } from "./bucket.ts";

type Metered = Pick<CredentialRecord, "id" | "rate">;

/** No isolate takes more than this share of what is left: the others need some too. */
const RESERVABLE_SHARE = 0.5;

/** Past this many, full buckets are swept out of memory. */
const BUCKETS_MAX = 20_000;
const SWEEP_EVERY_MS = 60 * 1000;

/** Takes tokens and remembers which buckets have yet to be saved. */
export class RateLimiter {
  readonly #buckets: Map<CredentialId, Bucket>;
  readonly #changed = new Set<CredentialId>();
  #sweptAt = 0;

  constructor(buckets = new Map<CredentialId, Bucket>()) {
    this.#buckets = buckets;
  }

  /** Takes from the record's bucket at its own rate, or at the default. */
  take(record: Metered, request: { readonly now: EpochMs; readonly cost: 0 | 1 }): Taken {
    const taken = takeToken(this.#buckets.get(record.id), rateOf(record), request);
    this.#keep(record.id, taken.bucket);
    if (this.#buckets.size > BUCKETS_MAX && request.now - this.#sweptAt > SWEEP_EVERY_MS) this.#sweep(request.now);
    return taken;
  }

  /** Takes up to `tokens` for an isolate to spend; returns how many. */
  reserve(record: Metered, tokens: number, now: EpochMs): number {
    const { bucket } = takeToken(this.#buckets.get(record.id), rateOf(record), { now, cost: 0 });
    const reserved = Math.min(tokens, Math.floor(bucket.tokens * RESERVABLE_SHARE));
    this.#keep(record.id, movedBy(bucket, rateOf(record), -reserved));
    return reserved;
  }

  /** Puts back what an isolate did not spend of a key at that rate. */
  putBack(record: Metered, tokens: number, now: EpochMs): void {
    const { bucket } = takeToken(this.#buckets.get(record.id), rateOf(record), { now, cost: 0 });
    this.#keep(record.id, movedBy(bucket, rateOf(record), tokens));
  }

  /** What {@link take} would answer, without taking. */
  peek(record: Metered, request: { readonly now: EpochMs; readonly cost: 0 | 1 }): Taken {
    return takeToken(this.#buckets.get(record.id), rateOf(record), request);
  }

  /** Buckets changed since the last call. */
  drainChanged(): [CredentialId, Bucket][] {
    const drained = [...this.#changed].flatMap((id): [CredentialId, Bucket][] => {
      const bucket = this.#buckets.get(id);
      return bucket === undefined ? [] : [[id, bucket]];
    });
    this.#changed.clear();
    return drained;
  }

  #keep(id: CredentialId, bucket: Bucket): void {
    this.#buckets.set(id, bucket);
    this.#changed.add(id);
  }

  #sweep(now: EpochMs): void {
    this.#sweptAt = now;
    for (const [id, bucket] of this.#buckets) {
      if (bucket.fullAt > now) continue;
      this.#buckets.delete(id);
      this.#changed.delete(id);
    }
  }
}

function rateOf(record: Metered): Rate {
  return record.rate ?? DEFAULT_RATE;
}
