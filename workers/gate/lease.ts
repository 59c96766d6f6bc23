/**
 * A gate's lease: its right to answer, written in D1 with an end. The gate counts it on its own clock from before it
 * asked, and gives up a margin of it, so that by any clock within 5 % it stops before D1 says so. Pure.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";

export type LeaseTerms = { readonly leaseMs: number; readonly leaseMarginMs: number };

/** The end of a lease on the gate's clock; `sentAt` is when the request for it left. */
export function leaseEnd(sentAt: EpochMs, terms: LeaseTerms): EpochMs {
  return epochMs(sentAt + terms.leaseMs - terms.leaseMarginMs);
}

/** Whether a gate may answer now. */
export function isLive(endsAt: EpochMs | null, now: EpochMs): boolean {
  return endsAt !== null && now < endsAt;
}

/** Whether a busy gate should renew in the background: from half-life on. */
export function isHalfSpent(endsAt: EpochMs | null, now: EpochMs, terms: LeaseTerms): boolean {
  return endsAt === null || endsAt - now < (terms.leaseMs - terms.leaseMarginMs) / 2;
}

/** A live lease's age and what is left of it, in milliseconds; `null` for both when there is none. */
export function leaseStanding(
  endsAt: EpochMs | null,
  now: EpochMs,
  terms: LeaseTerms,
): { readonly leaseAgeMs: number | null; readonly leaseLeftMs: number | null } {
  if (endsAt === null || !isLive(endsAt, now)) return { leaseAgeMs: null, leaseLeftMs: null };
  const leaseLeftMs = endsAt - now;
  return { leaseAgeMs: terms.leaseMs - terms.leaseMarginMs - leaseLeftMs, leaseLeftMs };
}
