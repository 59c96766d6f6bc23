/**
 * The isolate leases that this isolate holds: it decides their keys by the gate's own rules and counts what it decides,
 * until the lease ends or its requests are spent. Then tokens and counts go back to the gate. No I/O; time is an
 * argument. docs/consistency.md says why this keeps a revoke true.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import { GATE_TIMEOUT_MS } from "#shared/limits.ts";
import { stateOf } from "#workers/gate/bucket.ts";
import { decide, type Limiter, outcomeOf } from "#workers/gate/decide.ts";
import type { IsolateLease, Returned } from "#workers/gate/isolate-lease.ts";
import type { CheckReply, CheckRequest } from "#workers/gate/protocol.ts";
import { drainUsage, emptyUsage, hasUsage, recordUsage, type UsageEvent } from "#workers/gate/usage-buffer.ts";
import type { SecretDigest } from "#workers/secrets/key-proof.ts";

/** A key of this deployment, as its text proved it. */
export type ProvenKey = { readonly id: CredentialId; readonly digest: SecretDigest };

/** Whose lease: a key's, by one gate. An isolate may ask several, for callers from several regions. */
export type Holder = { readonly gate: string; readonly id: CredentialId };

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
  /** The texts that proved to be this key: they are forgotten with it. */
  readonly texts = new Set<string>();

  constructor(lease: IsolateLease, until: EpochMs) {
    this.lease = lease;
    this.until = until;
    this.tokens = lease.tokens;
    this.remaining = lease.rate.remaining;
  }

  /**
   * Of two records the newer decides, and by its own tokens alone: its limit may be another. Of two leases of the same
   * record that counts which ends later, with the tokens of both.
   */
  add(lease: IsolateLease, until: EpochMs): void {
    const [version, known] = [lease.record.version, this.lease.record.version];
    if (version < known) return;
    this.tokens = version === known ? this.tokens + lease.tokens : lease.tokens;
    this.remaining = lease.rate.remaining;
    if (version === known && until <= this.until) return;
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
  /** Texts of keys proven before, as long as their lease is held, so that a hot key is not proven again and again. */
  readonly #proven = new Map<string, { readonly key: ProvenKey; readonly held: Held }>();
  /** Since when a lease is asked for: one question at a time, or each would take a part of the bucket. */
  readonly #wished = new Map<string, EpochMs>();

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
    const event = { ...request.usage, id: request.id, at: now, outcome: outcomeOf(reply), count: 1 } as const;
    recordUsage(held.usage, { ...event, byUrl: request.via === "query" });
    return reply;
  }

  /** Corrects counts here while they are here; `false`: the gate has them. */
  correct(holder: Holder, events: readonly UsageEvent[]): boolean {
    const held = this.#held.get(nameOf(holder));
    if (held === undefined || !hasUsage(held.usage)) return false;
    for (const event of events) recordUsage(held.usage, event);
    return true;
  }

  /**
   * Notes that a lease is asked for; `false`: one is already, or there is no room to hold another. A question that was
   * out for longer than any may be has died with its request, when the client hung up.
   */
  wish(holder: Holder, now: EpochMs): boolean {
    const name = nameOf(holder);
    const askedAt = this.#wished.get(name);
    if (askedAt !== undefined && now - askedAt < GATE_TIMEOUT_MS) return false;
    if (!this.#hasRoom(now)) return false;
    if (this.#wished.size >= this.#capacity) this.#wished.clear();
    this.#wished.set(name, now);
    return true;
  }

  /** Notes that the question is over. */
  unwish(holder: Holder): void {
    this.#wished.delete(nameOf(holder));
  }

  /** Leases whose end nobody came back for are swept out: the requests that were to give them back have died. */
  #hasRoom(now: EpochMs): boolean {
    if (this.#held.size < this.#capacity) return true;
    for (const [name, held] of this.#held) if (now - held.until > ABANDONED_MS) this.#forget(name, held);
    return this.#held.size < this.#capacity;
  }

  #forget(name: string, held: Held): void {
    this.#held.delete(name);
    for (const text of held.texts) this.#proven.delete(text);
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
    if (now >= held.until) this.#forget(nameOf(holder), held);
    held.tokens = 0;
    held.decided = 0;
    if (tokens === 0 && !hasUsage(held.usage)) return null;
    const { perMinute, burst } = held.lease.rate;
    return { returned: { tokens, rate: { perMinute, burst }, usage: drainUsage(held.usage) }, decided };
  }

  /** When the key's lease here ends; `null`: it has none. */
  endOf(holder: Holder): EpochMs | null {
    return this.#held.get(nameOf(holder))?.until ?? null;
  }

  /** Tokens here that the gate does not count as left. */
  tokensOf(holder: Holder): number {
    return this.#held.get(nameOf(holder))?.tokens ?? 0;
  }

  /** The key of a text that was proven for a lease that still lives. */
  proven(text: string, now: EpochMs): ProvenKey | null {
    const known = this.#proven.get(text);
    return known !== undefined && now < known.held.until ? known.key : null;
  }

  /** Remembers what a text proved to be, as long as the holder's lease is held. */
  remember(holder: Holder, text: string, key: ProvenKey): void {
    const held = this.#held.get(nameOf(holder));
    if (held === undefined || held.texts.size >= TEXTS_MAX) return;
    held.texts.add(text);
    this.#proven.set(text, { key, held });
  }
}

/** A key has one secret, or two while a rotated one is still good; each may be sent with a space more or less. */
const TEXTS_MAX = 4;

/** A lease is given back at its end, by a request that waits for it. After this long that will not happen any more. */
const ABANDONED_MS = 60 * 1000;

function nameOf({ gate, id }: Holder): string {
  return `${gate} ${id}`;
}
