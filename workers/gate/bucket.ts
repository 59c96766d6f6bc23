/** A token bucket per credential: `burst` tokens at most, `perMinute` of them a minute. Pure; time is an argument. */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { RATE_BURST_DEFAULT, RATE_PER_MINUTE_DEFAULT } from "#shared/limits.ts";
import type { RateLimitState } from "#shared/principal.ts";

export type Rate = { readonly perMinute: number; readonly burst: number };
/** `fullAt`: when it will have refilled, and forgetting it changes nothing. */
export type Bucket = { readonly tokens: number; readonly at: EpochMs; readonly fullAt: EpochMs };

export const DEFAULT_RATE: Rate = { perMinute: RATE_PER_MINUTE_DEFAULT, burst: RATE_BURST_DEFAULT };

/** What a request did to the bucket. `retryAfterSeconds` is 0 when it was admitted. */
export type Taken = {
  readonly admitted: boolean;
  readonly bucket: Bucket;
  readonly state: RateLimitState;
  readonly retryAfterSeconds: number;
};

/** Takes `cost` tokens (0 for a request that is not metered), or none when there are too few. */
export function takeToken(
  bucket: Bucket | undefined,
  rate: Rate,
  request: { readonly now: EpochMs; readonly cost: 0 | 1 },
): Taken {
  const perMs = rate.perMinute / 60_000;
  const tokens = refilled(bucket, rate, request.now);
  const admitted = tokens >= request.cost;
  const left = admitted ? tokens - request.cost : tokens;
  const refillMs = Math.ceil((rate.burst - left) / perMs);
  return {
    admitted,
    bucket: { tokens: left, at: request.now, fullAt: epochMs(request.now + refillMs) },
    state: { ...rate, remaining: Math.floor(left), resetSeconds: Math.ceil(refillMs / 1000) },
    retryAfterSeconds: admitted ? 0 : Math.max(1, Math.ceil((request.cost - left) / perMs / 1000)),
  };
}

/** A clock that went back refills nothing, and a lowered limit cuts what was saved up. */
function refilled(bucket: Bucket | undefined, rate: Rate, now: EpochMs): number {
  if (bucket === undefined) return rate.burst;
  const elapsedMs = Math.max(0, now - bucket.at);
  return Math.min(rate.burst, bucket.tokens + (elapsedMs * rate.perMinute) / 60_000);
}
