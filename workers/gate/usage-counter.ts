/**
 * A gate's usage on its way to D1: counted in memory, a second later in the gate's SQLite, flushed by its alarm. It
 * decides nothing.
 */
import type { EpochMs } from "#shared/brand.ts";
import {
  ALARM_LOST_MS,
  FIRST_USE_FLUSH_MS,
  USAGE_BATCHES_PER_FLUSH_MAX,
  USAGE_JOURNAL_DELAY_MS,
} from "#shared/limits.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import { applyUsageBatch } from "./flush-usage.ts";
import { inSpan } from "#workers/http/trace.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import {
  drainUsage,
  emptyUsage,
  hasUsage,
  mergeUsage,
  recordUsage,
  type Usage,
  type UsageEvent,
} from "./usage-buffer.ts";
import type { UsageJournal } from "./usage-journal.ts";

/** What a counter works with. Its alarm is the only one of the object. */
export type CounterMeans = {
  readonly gate: string;
  readonly db: D1Database;
  readonly storage: DurableObjectStorage;
  readonly journal: UsageJournal;
  /** Its buckets are saved with the journal. */
  readonly limiter: RateLimiter;
  readonly flushMs: number;
  readonly clock: () => EpochMs;
};

/** Counts for one gate. Make it in the object's constructor, and await {@link UsageCounter.wake} there. */
export class UsageCounter {
  readonly #means: CounterMeans;
  readonly #buffer = emptyUsage();
  #journalTimer: ReturnType<typeof setTimeout> | null = null;
  /** When the next flush is due; `null`: none is. */
  #flushAt: number | null = null;
  /** A flush sets the next alarm itself, when it knows what it has left. */
  #isFlushing = false;
  /** Whether usage waits that somebody may be looking for: a key's first. */
  #firstUseWaits = false;

  constructor(means: CounterMeans) {
    this.#means = means;
  }

  /** Takes up what an earlier instance left: the alarm it had set, or the journal that it had not flushed. */
  async wake(): Promise<void> {
    this.#flushAt = await this.#means.storage.getAlarm();
    if (this.#means.journal.isDirty()) this.#armFlush();
  }

  /** Counts one event. */
  count(event: UsageEvent): void {
    recordUsage(this.#buffer, event);
    if (event.isFirst === true) this.#firstUseWaits = true;
    this.#armJournal();
  }

  /** Adds what an isolate counted. */
  add(usage: Usage): void {
    mergeUsage(this.#buffer, usage);
    this.#armJournal();
  }

  /** Flushes to D1. Never throws: a failed flush is tried again with the same batch id. */
  async flush(): Promise<void> {
    const { gate, db, journal } = this.#means;
    this.#isFlushing = true;
    this.#writeJournal();
    this.#firstUseWaits = false;
    try {
      for (let count = 0; count < USAGE_BATCHES_PER_FLUSH_MAX; count += 1) {
        const batch = journal.openBatch(() => crypto.randomUUID());
        if (batch === null) break;
        await inSpan("flush_usage", { gate }, () => applyUsageBatch(db, gate, batch));
        journal.closeBatch(batch.id);
      }
    } catch (error) {
      logEvent("warn", "usage_flush_failed", { gate, error: describeError(error) });
    }
    this.#isFlushing = false;
    this.#flushAt = null;
    if (journal.isDirty()) this.#armFlush();
  }

  #armJournal(): void {
    if (this.#journalTimer !== null) return;
    this.#journalTimer = setTimeout(() => {
      this.#journalTimer = null;
      this.#writeJournal();
    }, USAGE_JOURNAL_DELAY_MS);
  }

  #writeJournal(): void {
    const { storage, journal, limiter } = this.#means;
    const counted = hasUsage(this.#buffer);
    const { rows, lastUses } = drainUsage(this.#buffer);
    storage.transactionSync(() => {
      journal.add(rows, lastUses);
      // Also where nothing was counted: tokens that come back unused must not be lost with this instance.
      for (const [id, bucket] of limiter.drainChanged()) journal.saveBucket(id, bucket);
    });
    if (counted) this.#armFlush();
  }

  /**
   * The flush that is due stays, but for a first use that cannot wait for it, and for an alarm that is so late that it
   * must have been lost.
   */
  #armFlush(): void {
    if (this.#isFlushing) return;
    const { flushMs, clock, storage } = this.#means;
    const now = clock();
    const at = now + (this.#firstUseWaits ? Math.min(FIRST_USE_FLUSH_MS, flushMs) : flushMs);
    if (this.#flushAt !== null && this.#flushAt <= at && now - this.#flushAt < ALARM_LOST_MS) return;
    this.#flushAt = at;
    void storage.setAlarm(at);
  }
}
