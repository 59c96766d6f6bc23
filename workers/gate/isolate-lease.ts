/**
 * An isolate lease: an isolate's right to decide one hot key alone, for a second at most and for so many requests. The
 * isolate counts it on its own clock from before it asked, and gives up a margin; the gate remembers all of it, and
 * confirms no change of that key before it has run out. The rules of both sides. Pure.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import {
  HOT_REQUESTS_PER_SECOND,
  ISOLATE_LEASE_HEADROOM,
  ISOLATE_LEASE_REQUESTS_MAX,
  LEASE_MARGIN_SHARE,
} from "#shared/limits.ts";
import type { RateLimitState } from "#shared/principal.ts";
import type { CredentialRecord } from "#workers/records/credential-record.ts";
import type { Rate } from "./bucket.ts";
import type { Usage } from "./usage-buffer.ts";

/** As a gate grants it. */
export type IsolateLease = {
  readonly record: CredentialRecord;
  /** How long the isolate may decide, in milliseconds from before it asked. */
  readonly forMs: number;
  /** Metered requests that it may admit: tokens that the gate has taken from the key's bucket. */
  readonly tokens: number;
  /** The bucket as the key's owner sees it: what the isolate may use has not been used yet. */
  readonly rate: RateLimitState;
};

/** What an isolate gives back of a key's lease: tokens that it did not use, of which rate, and what it counted. */
export type Returned = { readonly tokens: number; readonly rate: Rate; readonly usage: Usage };

/** What an isolate says of leases when it asks: that it would take one for so many requests, and what it gives back. */
export type LeaseWish = { readonly requests: number; readonly returned: Returned | null };

/**
 * How many requests an isolate expects during a lease, with some headroom, or 0 when the key is not hot: `count`
 * requests of it in `elapsedMs`, the present one included.
 */
export function wishedRequests(seen: { readonly count: number; readonly elapsedMs: number }, leaseMs: number): number {
  const perMs = seen.count / Math.max(seen.elapsedMs, 1);
  if (perMs * 1000 < HOT_REQUESTS_PER_SECOND) return 0;
  return Math.min(ISOLATE_LEASE_REQUESTS_MAX, Math.ceil(perMs * leaseMs * ISOLATE_LEASE_HEADROOM));
}

/** What a gate knows when it is asked for a lease. */
export type GrantTerms = {
  readonly now: EpochMs;
  readonly isolateLeaseMs: number;
  /** The end of the gate's own lease, which no grant outlives. */
  readonly gateLeaseEndsAt: EpochMs;
};

/** How long a grant is remembered and how long the isolate may use it, or `null`: too short to be worth it. */
export function grantLength(terms: GrantTerms): { readonly endsAt: EpochMs; readonly forMs: number } | null {
  const lengthMs = Math.min(terms.isolateLeaseMs, terms.gateLeaseEndsAt - terms.now);
  const forMs = Math.floor(lengthMs * (1 - LEASE_MARGIN_SHARE));
  return forMs < SHORTEST_MS ? null : { endsAt: epochMs(terms.now + lengthMs), forMs };
}

const SHORTEST_MS = 50;

/** Keys that manage others are never decided by an isolate alone: what they do must stop at once. */
export function mayBeLeased(record: CredentialRecord): boolean {
  return !record.scopes.includes("keys:manage");
}
