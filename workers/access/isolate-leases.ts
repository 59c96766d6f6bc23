/**
 * The isolate leases that this isolate holds: it decides their keys by the gate's own rules and counts what it decides,
 * until the lease ends or its requests are spent. Then tokens and counts go back to the gate. No I/O; time is an
 * argument. docs/consistency.md says why this keeps a revoke true.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { KeyId } from "#shared/ids.ts";
import { stateOf } from "#workers/gate/bucket.ts";
import { decide, type Limiter, outcomeOf } from "#workers/gate/decide.ts";
import type { IsolateLease, Returned } from "#workers/gate/isolate-lease.ts";
import type { CheckReply, CheckRequest } from "#workers/gate/protocol.ts";
import { drainUsage, emptyUsage, hasUsage, recordUsage, type UsageEvent } from "#workers/gate/usage-buffer.ts";
import type { KeyDigest } from "#workers/secrets/key-proof.ts";

/** A key of this deployment, as its text proved it. */
export type ProvenKey = { readonly id: KeyId; readonly digest: KeyDigest };

/** Whose lease: a key's, by one gate. An isolate may ask several, for callers from several regions. */
export type Holder = { readonly gate: string; readonly id: KeyId };

/** One lease as it is used up; its tokens are the limiter of what it decides. A spent one is never asked: the gate is. */
class Held implements Limiter {
  lease: IsolateLease;
  until: EpochMs;
  tokens: number;
  /** What the key's owner is told to have left: more than the tokens here. */
  remaining: number;
  /** Requests decided since the gate was last told. */
  decided = 0;
  readonly usage = emptyUsage();

  constructor(lease: IsolateLease, until: EpochMs) {
    this.lease = lease;
    this.until = until;
    this.tokens = lease.tokens;
    this.remaining = lease.rate.remaining;
  }

  /** Of two records the newer decides; of two leases of the same one that which ends later. */
  add(lease: IsolateLease, until: EpochMs): void {
    this.tokens += lease.tokens;
    this.remaining = lease.rate.remaining;
    const [version, known] = [lease.record.version, this.lease.record.version];
    if (version < known || (version === known && until <= this.until)) return;
    this.lease = lease;
    this.until = until;
  }

  take(_record: unknown, { cost }: { readonly cost: 0 | 1 }): ReturnType<Limiter["take"]> {
    this.tokens -= cost;
    this.remaining -= cost;
    return this.peek();
  }

  peek(): ReturnType<Limiter["peek"]> {
    const state = stateOf(this.lease.rate, Math.max(0, this.remaining));
    return { admitted: true, state, retryAfterSeconds: 0 };
  }
}

/** What comes back to the gate, and how many requests it stands for. */
export type HandedBack = { readonly returned: Returned; readonly decided: number };

/** Leases in memory, a bounded number. */
export class IsolateLeases {
  readonly #capacity: number;
  readonly #held = new Map<string, Held>();
  /** Texts of keys proven before, as long as their lease lives, so that a hot key is not proven again and again. */
  readonly #proven = new Map<string, { readonly key: ProvenKey; readonly until: EpochMs }>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Decides and counts by a lease, or `null`: there is none, it has ended, or its requests are spent. */
  decide(holder: Holder, request: CheckRequest, now: EpochMs): CheckReply | null {
    const held = this.#held.get(nameOf(holder));
    if (held === undefined || now >= held.until || !request.counted || request.explain) return null;
    if (request.metered && held.tokens < 1) return null;
    const reply = decide(held.lease.record, request, { limiter: held, now });
    held.decided += 1;
    recordUsage(held.usage, { ...request.usage, id: request.id, at: now, outcome: outcomeOf(reply), count: 1 });
    return reply;
  }

  /** Corrects counts here while they are here; `false`: the gate has them. */
  correct(holder: Holder, events: readonly UsageEvent[]): boolean {
    const held = this.#held.get(nameOf(holder));
    if (held === undefined || !hasUsage(held.usage)) return false;
    for (const event of events) recordUsage(held.usage, event);
    return true;
  }

  /** Whether another key's lease could be held. */
  hasRoom(now: EpochMs): boolean {
    if (this.#held.size < this.#capacity) return true;
    for (const [name, held] of this.#held) if (now >= held.until && !hasUsage(held.usage)) this.#held.delete(name);
    return this.#held.size < this.#capacity;
  }

  /**
   * Takes up a lease that was asked for at `sentAt`, beside or instead of one that is held: its answer may have been
   * overtaken. Returns when this lease ends.
   */
  hold(holder: Holder, lease: IsolateLease, sentAt: EpochMs): EpochMs {
    const until = epochMs(sentAt + lease.forMs);
    const held = this.#held.get(nameOf(holder));
    if (held === undefined) this.#held.set(nameOf(holder), new Held(lease, until));
    else held.add(lease, until);
    return until;
  }

  /** Takes out what belongs to the gate; `null`: nothing does. An ended lease is forgotten. */
  handBack(holder: Holder, now: EpochMs): HandedBack | null {
    const held = this.#held.get(nameOf(holder));
    if (held === undefined) return null;
    const { tokens, decided } = held;
    if (now >= held.until) this.#held.delete(nameOf(holder));
    held.tokens = 0;
    held.decided = 0;
    if (tokens === 0 && !hasUsage(held.usage)) return null;
    return { returned: { tokens, usage: drainUsage(held.usage) }, decided };
  }

  /** When the key's lease here ends; `null`: it has none. */
  endOf(holder: Holder): EpochMs | null {
    return this.#held.get(nameOf(holder))?.until ?? null;
  }

  /** The key of a text that was proven for a lease that still lives. */
  proven(text: string, now: EpochMs): ProvenKey | null {
    const known = this.#proven.get(text);
    if (known === undefined) return null;
    if (now < known.until) return known.key;
    this.#proven.delete(text);
    return null;
  }

  /** Remembers what a text proved to be, until its key's lease ends. */
  remember(text: string, key: ProvenKey, until: EpochMs): void {
    if (this.#proven.size >= this.#capacity) this.#proven.clear();
    this.#proven.set(text, { key, until });
  }
}

function nameOf({ gate, id }: Holder): string {
  return `${gate} ${id}`;
}
