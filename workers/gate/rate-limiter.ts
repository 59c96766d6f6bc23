/** The buckets of many credentials. Also used where no gate is asked: by an isolate that reads D1 itself, for itself. */
import type { EpochMs } from "#shared/brand.ts";
import type { KeyId } from "#shared/ids.ts";
import type { KeyRecord } from "#workers/records/key-record.ts";
import { type Bucket, DEFAULT_RATE, takeToken, type Taken } from "./bucket.ts";

/** Past this many, full buckets are swept out of memory. */
const BUCKETS_MAX = 20_000;
const SWEEP_EVERY_MS = 60 * 1000;

/** Takes tokens and remembers which buckets have yet to be saved. */
export class RateLimiter {
  readonly #buckets: Map<KeyId, Bucket>;
  readonly #changed = new Set<KeyId>();
  #sweptAt = 0;

  constructor(buckets = new Map<KeyId, Bucket>()) {
    this.#buckets = buckets;
  }

  /** Takes from the record's bucket at its own rate, or at the default. */
  take(record: Pick<KeyRecord, "id" | "rate">, request: { readonly now: EpochMs; readonly cost: 0 | 1 }): Taken {
    const taken = takeToken(this.#buckets.get(record.id), record.rate ?? DEFAULT_RATE, request);
    this.#buckets.set(record.id, taken.bucket);
    this.#changed.add(record.id);
    if (this.#buckets.size > BUCKETS_MAX && request.now - this.#sweptAt > SWEEP_EVERY_MS) this.#sweep(request.now);
    return taken;
  }

  /** What {@link take} would answer, without taking. */
  peek(record: Pick<KeyRecord, "id" | "rate">, request: { readonly now: EpochMs; readonly cost: 0 | 1 }): Taken {
    return takeToken(this.#buckets.get(record.id), record.rate ?? DEFAULT_RATE, request);
  }

  /** Buckets changed since the last call. */
  drainChanged(): [KeyId, Bucket][] {
    const drained = [...this.#changed].flatMap((id): [KeyId, Bucket][] => {
      const bucket = this.#buckets.get(id);
      return bucket === undefined ? [] : [[id, bucket]];
    });
    this.#changed.clear();
    return drained;
  }

  #sweep(now: EpochMs): void {
    this.#sweptAt = now;
    for (const [id, bucket] of this.#buckets) if (bucket.fullAt <= now) this.#buckets.delete(id);
  }
}
