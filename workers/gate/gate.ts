/**
 * The Durable Object of one region: may this credential pass, here, now? A thin shell around pure rules (`floors`,
 * `lease`, `isolate-lease`, `admission-rules`, `bucket`); it holds the state they work on and reaches D1 and KV.
 *
 * Every decision is made synchronously on what is known at that moment, under a live lease; nothing is decided on what
 * was known before an await. docs/consistency.md says why that is enough.
 */
import { DurableObject } from "cloudflare:workers";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import { CHECK_ATTEMPTS_MAX, CHECK_DEADLINE_MS, D1_TIMEOUT_MS, RENEWAL_BACKOFF_MS } from "#shared/limits.ts";
import { type Settings, settingsOf } from "#workers/env.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import { sleep, withinMs } from "#workers/http/time-limit.ts";
import { inSpan } from "#workers/http/trace.ts";
import type { CredentialRecord, Snapshot } from "#workers/records/credential-record.ts";
import { decide, outcomeOf, unavailable } from "./decide.ts";
import { cursorAfter, type Floors, outlivedFloors, raiseFloor } from "./floors.ts";
import { type GateState, GateStore } from "./gate-store.ts";
import { Grants } from "./grants.ts";
import { grantLength, type IsolateLease, mayBeLeased, type Returned } from "./isolate-lease.ts";
import { isHalfSpent, isLive, leaseEnd, leaseStanding } from "./lease.ts";
import {
  type CheckReply,
  type CheckRequest,
  type GateRpc,
  type GateStatus,
  type GiveBackRequest,
  PROTOCOL,
  type PushReply,
  type PushRequest,
  type Step,
} from "./protocol.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { RecordSource } from "./record-source.ts";
import { type LeasePage, takeLeasePage } from "./take-lease.ts";
import type { UsageEvent } from "./usage-buffer.ts";
import { UsageCounter } from "./usage-counter.ts";
import { UsageJournal } from "./usage-journal.ts";

/** See the file's head. Exported by `main`; reached by name through `find-gate`. */
export class Gate extends DurableObject<Env> implements GateRpc {
  readonly #settings: Settings;
  readonly #name: string;
  readonly #store: GateStore;
  readonly #usage: UsageCounter;
  readonly #grants: Grants;
  readonly #limiter: RateLimiter;
  readonly #floors: Floors;
  readonly #records: RecordSource;
  #state: GateState;
  #renewal: Promise<readonly Step[]> | null = null;
  #renewalFailedAt = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (ctx.id.name === undefined) throw new Error("a gate is reached by its name");
    this.#name = ctx.id.name;
    this.#settings = settingsOf(env);
    this.#store = new GateStore(ctx.storage.sql);
    this.#floors = this.#store.loadFloors();
    this.#state = this.#store.loadState();
    this.#records = new RecordSource({
      db: env.DB,
      kv: env.KV,
      kvValidityMs: this.#settings.kvValidityMs,
      floors: this.#floors,
      waitUntil: (work) => {
        ctx.waitUntil(work);
      },
      clock,
    });
    const clockOffsetMs = this.#settings.leaseMarginMs;
    this.#grants = new Grants({ store: this.#store, bornAt: clock(), clockOffsetMs });
    const journal = new UsageJournal(ctx.storage);
    this.#limiter = new RateLimiter(journal.loadBuckets(clock()));
    const { usageFlushMs: flushMs } = this.#settings;
    const { storage } = ctx;
    this.#usage = new UsageCounter({
      gate: this.#name,
      db: env.DB,
      storage,
      journal,
      limiter: this.#limiter,
      flushMs,
      clock,
    });
    void ctx.blockConcurrencyWhile(() => this.#usage.wake());
  }

  /** Answers at once from memory under a live lease; otherwise after taking one, or after reading the record. */
  async check(request: CheckRequest): Promise<CheckReply> {
    if (request.lease?.returned) this.#takeBack(request.id, request.lease.returned);
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

  /**
   * Raises floors. The answer leaves only when they are durable and isolate leases of the keys have run out, so it
   * confirms that nothing below them passes here, nor at an isolate by this gate's leave.
   */
  async push({ changes }: PushRequest): Promise<PushReply> {
    this.ctx.storage.transactionSync(() => {
      for (const change of changes) this.#raise(change);
      this.#saveState({ ...this.#state, cursor: cursorAfter(this.#state.cursor, changes) });
    });
    const waitedForLeasesMs = await this.#outlastGrants(changes.map((change) => change.id));
    return { protocol: PROTOCOL, confirmed: true, waitedForLeasesMs };
  }

  /** Counts requests that were decided elsewhere, and corrections of those decided here. */
  async count(events: readonly UsageEvent[]): Promise<void> {
    for (const event of events) this.#usage.count(event);
  }

  /** Takes back what an isolate had of a key whose lease it does not renew. */
  async giveBack({ id, returned }: GiveBackRequest): Promise<void> {
    this.#takeBack(id, returned);
  }

  /** Where it stands. Takes no lease, reads nothing. */
  async status(): Promise<GateStatus> {
    const { leaseEndsAt, cursor } = this.#state;
    const lease = leaseStanding(leaseEndsAt, clock(), this.#settings);
    return { ...lease, cursor, floors: this.#floors.size };
  }

  /** Flushes usage to D1. Never throws. */
  override async alarm(): Promise<void> {
    await this.#usage.flush();
  }

  /** Pure rules on present state; `null` when there is no live lease or no acceptable record. */
  #decide(request: CheckRequest): CheckReply | null {
    const now = clock();
    if (!isLive(this.#state.leaseEndsAt, now)) return null;
    const snapshot = this.#records.acceptable(request.id, now);
    if (snapshot === null) return null;
    const reply = decide(snapshot.record, request, { limiter: this.#limiter, now });
    if (snapshot.record !== null && request.counted) {
      const isFirst = reply.kind === "admitted" && this.#isFirstUse(request.id, snapshot);
      const event = { ...request.usage, id: request.id, at: now, outcome: outcomeOf(reply), count: 1 } as const;
      this.#usage.count({ ...event, isFirst, byUrl: request.via === "query" });
    }
    const lease = this.#grant(snapshot.record, request, reply);
    return lease === null ? reply : { ...reply, lease };
  }

  /** An isolate lease for whom a key is hot, where the key may have one and tokens are left. */
  #grant(record: CredentialRecord | null, { lease: wish }: CheckRequest, reply: CheckReply): IsolateLease | null {
    if (wish === undefined || wish.requests === 0 || record === null || reply.kind !== "admitted") return null;
    const { leaseEndsAt } = this.#state;
    if (leaseEndsAt === null || !mayBeLeased(record)) return null;
    const { isolateLeaseMs } = this.#settings;
    const length = grantLength({ now: reply.at, isolateLeaseMs, gateLeaseEndsAt: leaseEndsAt });
    const tokens = length === null ? 0 : this.#limiter.reserve(record, wish.requests, reply.at);
    if (length === null || tokens === 0) return null;
    this.#grants.remember(record.id, length.endsAt, reply.at);
    return { record, forMs: length.forMs, tokens, rate: reply.rate };
  }

  #takeBack(id: CredentialId, { tokens, rate, usage }: Returned): void {
    if (tokens > 0) this.#limiter.putBack({ id, rate }, tokens, clock());
    this.#usage.add(usage);
  }

  /** Waits until isolates can decide none of these keys; returns for how long, in milliseconds. */
  async #outlastGrants(ids: readonly CredentialId[]): Promise<number> {
    const startedAt = clock();
    // Known now: what is granted from here on is of records that are not below the floors.
    const endsAt = this.#grants.endOf(ids);
    if (endsAt <= startedAt) return 0;
    await inSpan("outlast_isolate_leases", { gate: this.#name }, async () => {
      while (clock() < endsAt) await sleep(endsAt - clock());
    });
    return clock() - startedAt;
  }

  /** Lease first, then the record, each re-checked after every await; a few rounds at most, so that it ends. */
  async #checkSlowly(request: CheckRequest): Promise<CheckReply> {
    const deadline = clock() + CHECK_DEADLINE_MS;
    const steps: Step[] = [];
    for (let attempt = 0; attempt < CHECK_ATTEMPTS_MAX; attempt += 1) {
      const isLeased = isLive(this.#state.leaseEndsAt, clock());
      steps.push(...(isLeased ? await this.#records.load(request.id) : await this.#renewLease(request.id)));
      if (clock() > deadline) break;
      const decided = this.#decide(request);
      if (decided === null) continue;
      this.#store.touch(clock());
      return { ...decided, steps };
    }
    return unavailable(clock());
  }

  /** Joining a renewal in flight is safe: its lease was there to be seen by every change that it does not bring. */
  #renewLease(id: CredentialId | null): Promise<readonly Step[]> {
    if (clock() - this.#renewalFailedAt < RENEWAL_BACKOFF_MS) return Promise.reject(new Error("D1 has just failed"));
    this.#renewal ??= inSpan("take_lease", { gate: this.#name }, () => this.#takeLease(id))
      .catch((error: unknown) => {
        this.#renewalFailedAt = clock();
        throw error;
      })
      .finally(() => {
        this.#renewal = null;
      });
    return this.#renewal;
  }

  async #takeLease(id: CredentialId | null): Promise<readonly Step[]> {
    const startedAt = clock();
    const { leaseMs, floorRetentionMs } = this.#settings;
    for (;;) {
      const wanted = id === null ? null : this.#records.wanted(id);
      const request = { gate: this.#name, leaseMs, floorRetentionMs, cursor: this.#state.cursor, wanted };
      const page = await withinMs(takeLeasePage(this.env.DB, request, clock), D1_TIMEOUT_MS);
      this.#learn(page);
      if (id !== null && page.snapshot !== null) this.#records.set(id, page.snapshot);
      if (page.isLast) return [{ name: "d1", ms: clock() - startedAt }];
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
  #isFirstUse(id: CredentialId, snapshot: Snapshot): boolean {
    if (snapshot.record === null || snapshot.record.used) return false;
    this.#records.set(id, { ...snapshot, record: { ...snapshot.record, used: true } });
    return true;
  }
}

function clock(): EpochMs {
  return epochMs(Date.now());
}
