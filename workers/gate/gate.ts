/**
 * The Durable Object of one region: may this credential pass, here, now? A thin shell around pure rules (`floors`,
 * `lease`, `admission-rules`, `bucket`, `usage-buffer`); it holds the state they work on and reaches D1 and KV.
 *
 * Every decision is made synchronously on what is known at that moment, under a live lease; nothing is decided on what
 * was known before an await. docs/consistency.md says why that is enough.
 */
import { DurableObject } from "cloudflare:workers";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { KeyId } from "#shared/ids.ts";
import {
  CHECK_ATTEMPTS_MAX,
  CHECK_DEADLINE_MS,
  D1_TIMEOUT_MS,
  FIRST_USE_FLUSH_MS,
  GATE_RECORDS_MAX,
  MISSING_VALIDITY_MS,
  RENEWAL_BACKOFF_MS,
  USAGE_BATCHES_PER_FLUSH_MAX,
  USAGE_JOURNAL_DELAY_MS,
} from "#shared/limits.ts";
import { type Settings, settingsOf } from "#workers/env.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import { withinMs } from "#workers/http/time-limit.ts";
import { readD1Record, type RecordWanted } from "#workers/records/d1-records.ts";
import type { Snapshot } from "#workers/records/key-record.ts";
import { readKvRecord, writeKvRecord } from "#workers/records/kv-records.ts";
import { decide, outcomeOf, unavailable } from "./decide.ts";
import { cursorAfter, type Floors, isAcceptable, outlivedFloors, raiseFloor } from "./floors.ts";
import { applyUsageBatch } from "./flush-usage.ts";
import { type GateState, GateStore } from "./gate-store.ts";
import { isHalfSpent, isLive, leaseEnd } from "./lease.ts";
import {
  type CheckReply,
  type CheckRequest,
  type GateRpc,
  PROTOCOL,
  type PushReply,
  type PushRequest,
} from "./protocol.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { RecordCache } from "./record-cache.ts";
import { type LeasePage, takeLeasePage } from "./take-lease.ts";
import { drainUsage, emptyUsage, hasUsage, recordUsage, type UsageEvent } from "./usage-buffer.ts";
import { UsageJournal } from "./usage-journal.ts";

/** See the file's head. Exported by `main`; reached by name through `find-gate`. */
export class Gate extends DurableObject<Env> implements GateRpc {
  readonly #settings: Settings;
  readonly #name: string;
  readonly #store: GateStore;
  readonly #journal: UsageJournal;
  readonly #limiter: RateLimiter;
  readonly #floors: Floors;
  readonly #records = new RecordCache(GATE_RECORDS_MAX);
  readonly #usage = emptyUsage();
  #state: GateState;
  #renewal: Promise<void> | null = null;
  #renewalFailedAt = 0;
  readonly #loads = new Map<KeyId, Promise<void>>();
  #journalTimer: ReturnType<typeof setTimeout> | null = null;
  /** When the next flush is due; `null`: none is. */
  #flushAt: number | null = null;
  /** Whether usage waits that somebody may be looking for: a key's first. */
  #firstUseWaits = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (ctx.id.name === undefined) throw new Error("a gate is reached by its name");
    this.#name = ctx.id.name;
    this.#settings = settingsOf(env);
    this.#store = new GateStore(ctx.storage.sql);
    this.#journal = new UsageJournal(ctx.storage);
    this.#limiter = new RateLimiter(this.#journal.loadBuckets(clock()));
    this.#floors = this.#store.loadFloors();
    this.#state = this.#store.loadState();
    void ctx.blockConcurrencyWhile(async () => {
      this.#flushAt = await ctx.storage.getAlarm();
      if (this.#journal.isDirty()) this.#armFlush();
    });
  }

  /** Answers at once from memory under a live lease; otherwise after taking one, or after reading the record. */
  async check(request: CheckRequest): Promise<CheckReply> {
    const decided = this.#decide(request);
    if (decided !== null) {
      this.#renewInBackground();
      return decided;
    }
    try {
      return await this.#checkSlowly(request);
    } catch (error) {
      logEvent("warn", "check_unavailable", { gate: this.#name, error: describeError(error) });
      return unavailable(clock());
    }
  }

  /** Raises floors. The answer leaves only when they are durable, so it confirms that nothing below them passes here. */
  async push({ changes }: PushRequest): Promise<PushReply> {
    this.ctx.storage.transactionSync(() => {
      for (const change of changes) this.#raise(change);
      this.#saveState({ ...this.#state, cursor: cursorAfter(this.#state.cursor, changes) });
    });
    return { protocol: PROTOCOL, confirmed: true };
  }

  /** Counts requests that were decided elsewhere, and corrections of those decided here. */
  async count(events: readonly UsageEvent[]): Promise<void> {
    for (const event of events) this.#count(event);
  }

  /** Flushes usage to D1. Never throws: a failed flush is tried again with the same batch id. */
  override async alarm(): Promise<void> {
    this.#flushAt = 0;
    this.#writeJournal();
    this.#firstUseWaits = false;
    try {
      for (let count = 0; count < USAGE_BATCHES_PER_FLUSH_MAX; count += 1) {
        const batch = this.#journal.openBatch(() => crypto.randomUUID());
        if (batch === null) break;
        await applyUsageBatch(this.env.DB, this.#name, batch);
        this.#journal.closeBatch(batch.id);
      }
    } catch (error) {
      logEvent("warn", "usage_flush_failed", { gate: this.#name, error: describeError(error) });
    }
    this.#flushAt = null;
    if (this.#journal.isDirty()) this.#armFlush();
  }

  /** Pure rules on present state; `null` when there is no live lease or no acceptable record. */
  #decide(request: CheckRequest): CheckReply | null {
    const now = clock();
    if (!isLive(this.#state.leaseEndsAt, now)) return null;
    const snapshot = this.#records.get(request.id);
    if (snapshot === undefined || !this.#isAcceptable(request.id, snapshot, now)) return null;
    const reply = decide(snapshot.record, request, { limiter: this.#limiter, now });
    if (snapshot.record !== null && request.counted) {
      const isFirst = reply.kind === "admitted" && this.#isFirstUse(request.id, snapshot);
      this.#count({ ...request.usage, id: request.id, at: now, outcome: outcomeOf(reply), isFirst, count: 1 });
    }
    return reply;
  }

  /** Lease first, then the record, each re-checked after every await; a few rounds at most, so that it ends. */
  async #checkSlowly(request: CheckRequest): Promise<CheckReply> {
    const deadline = clock() + CHECK_DEADLINE_MS;
    for (let attempt = 0; attempt < CHECK_ATTEMPTS_MAX; attempt += 1) {
      if (isLive(this.#state.leaseEndsAt, clock())) await this.#loadRecord(request.id);
      else await this.#renewLease(request.id);
      if (clock() > deadline) break;
      const decided = this.#decide(request);
      if (decided === null) continue;
      this.#store.touch(clock());
      return decided;
    }
    return unavailable(clock());
  }

  /** Joining a renewal in flight is safe: its lease was there to be seen by every change that it does not bring. */
  #renewLease(id: KeyId | null): Promise<void> {
    if (clock() - this.#renewalFailedAt < RENEWAL_BACKOFF_MS) return Promise.reject(new Error("D1 has just failed"));
    this.#renewal ??= this.#takeLease(id)
      .catch((error: unknown) => {
        this.#renewalFailedAt = clock();
        throw error;
      })
      .finally(() => {
        this.#renewal = null;
      });
    return this.#renewal;
  }

  async #takeLease(id: KeyId | null): Promise<void> {
    const { leaseMs, floorRetentionMs } = this.#settings;
    for (;;) {
      const wanted = id === null ? null : this.#wanted(id);
      const request = { gate: this.#name, leaseMs, floorRetentionMs, cursor: this.#state.cursor, wanted };
      const page = await withinMs(takeLeasePage(this.env.DB, request, clock), D1_TIMEOUT_MS);
      this.#learn(page);
      if (id !== null && page.snapshot !== null) this.#records.set(id, page.snapshot);
      if (page.isLast) return;
    }
  }

  /** What a page taught is kept at once; the lease only counts when there is nothing left to learn. */
  #learn(page: LeasePage): void {
    this.ctx.storage.transactionSync(() => {
      for (const change of page.changes) this.#raise(change);
      const outlived = outlivedFloors(this.#floors, epochMs(page.sentAt - this.#settings.floorRetentionMs));
      for (const old of outlived) this.#floors.delete(old);
      this.#store.dropFloors(outlived);
      const cursor = Math.max(page.cursor, this.#state.cursor ?? 0);
      const leaseEndsAt = page.isLast ? leaseEnd(page.sentAt, this.#settings) : this.#state.leaseEndsAt;
      this.#saveState({ cursor, leaseEndsAt });
    });
  }

  #renewInBackground(): void {
    const now = clock();
    if (this.#renewal !== null || now - this.#renewalFailedAt < RENEWAL_BACKOFF_MS) return;
    if (!isHalfSpent(this.#state.leaseEndsAt, now, this.#settings)) return;
    this.ctx.waitUntil(
      this.#renewLease(null).catch((error: unknown) => {
        logEvent("warn", "lease_not_renewed", { gate: this.#name, error: describeError(error) });
      }),
    );
  }

  #loadRecord(id: KeyId): Promise<void> {
    const load =
      this.#loads.get(id) ??
      this.#readRecord(id).finally(() => {
        this.#loads.delete(id);
      });
    this.#loads.set(id, load);
    return load;
  }

  /** KV, then D1. A KV value that is too old or below the floor is a miss. */
  async #readRecord(id: KeyId): Promise<void> {
    const records = { kv: this.env.KV, kvValidityMs: this.#settings.kvValidityMs };
    const cached = await readKvRecord(records, id);
    if (cached !== null && this.#isAcceptable(id, cached, clock())) {
      this.#records.set(id, cached);
      return;
    }
    const snapshot = await withinMs(readD1Record(this.env.DB, this.#wanted(id), clock), D1_TIMEOUT_MS);
    this.#records.set(id, snapshot);
    if (snapshot.record !== null) this.ctx.waitUntil(writeKvRecord(records, snapshot.record, snapshot.readAt));
  }

  #isAcceptable(id: KeyId, snapshot: Snapshot, now: EpochMs): boolean {
    const validity = { recordMs: this.#settings.kvValidityMs, missingMs: MISSING_VALIDITY_MS };
    return isAcceptable(snapshot, this.#floors.get(id), { now, validity });
  }

  #wanted(id: KeyId): RecordWanted {
    return { id, floor: this.#floors.get(id)?.version ?? 0 };
  }

  #raise(change: PushRequest["changes"][number]): void {
    raiseFloor(this.#floors, change);
    // NOTE: saved also where memory knew it: an earlier try may have raised it there and failed to save.
    this.#store.saveFloor(change);
  }

  #saveState(state: GateState): void {
    this.#state = state;
    this.#store.saveState(state);
  }

  /** Says so once per key and life of this gate: what is kept of the key then knows of a use. */
  #isFirstUse(id: KeyId, snapshot: Snapshot): boolean {
    if (snapshot.record === null || snapshot.record.used) return false;
    this.#records.set(id, { ...snapshot, record: { ...snapshot.record, used: true } });
    return true;
  }

  #count(event: UsageEvent): void {
    recordUsage(this.#usage, event);
    if (event.isFirst === true) this.#firstUseWaits = true;
    if (this.#journalTimer !== null) return;
    this.#journalTimer = setTimeout(() => {
      this.#journalTimer = null;
      this.#writeJournal();
    }, USAGE_JOURNAL_DELAY_MS);
  }

  #writeJournal(): void {
    if (!hasUsage(this.#usage)) return;
    const { rows, lastUses } = drainUsage(this.#usage);
    this.ctx.storage.transactionSync(() => {
      this.#journal.add(rows, lastUses);
      for (const [id, bucket] of this.#limiter.drainChanged()) this.#journal.saveBucket(id, bucket);
    });
    this.#armFlush();
  }

  /** The flush that is due stays, but for a first use that cannot wait for it. */
  #armFlush(): void {
    const { usageFlushMs } = this.#settings;
    const at = clock() + (this.#firstUseWaits ? Math.min(FIRST_USE_FLUSH_MS, usageFlushMs) : usageFlushMs);
    if (this.#flushAt !== null && this.#flushAt <= at) return;
    this.#flushAt = at;
    void this.ctx.storage.setAlarm(at);
  }
}

function clock(): EpochMs {
  return epochMs(Date.now());
}
