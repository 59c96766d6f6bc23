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

/** The bucket with so many tokens more, or less; never below none, nor above its burst. */
export function movedBy(bucket: Bucket, rate: Rate, tokens: number): Bucket {
  const left = Math.min(rate.burst, Math.max(0, bucket.tokens + tokens));
  return { tokens: left, at: bucket.at, fullAt: epochMs(bucket.at + refillMs(rate, left)) };
}

/** Takes `cost` tokens (0 for a request that is not metered), or none when there are too few. */
export function takeToken(
  bucket: Bucket | undefined,
  rate: Rate,
  request: { readonly now: EpochMs; readonly cost: 0 | 1 },
): Taken {
  const tokens = refilled(bucket, rate, request.now);
  const admitted = tokens >= request.cost;
  const left = admitted ? tokens - request.cost : tokens;
  const bucketNow = { tokens: left, at: request.now, fullAt: epochMs(request.now + refillMs(rate, left)) };
  const waitSeconds = Math.ceil(((request.cost - left) * 60) / rate.perMinute);
  const retryAfterSeconds = admitted ? 0 : Math.max(1, waitSeconds);
  return { admitted, bucket: bucketNow, state: stateOf(rate, left), retryAfterSeconds };
}

/** What a caller is told of a bucket with so many tokens. */
export function stateOf(rate: Rate, tokens: number): RateLimitState {
  const { perMinute, burst } = rate;
  const resetSeconds = Math.ceil(refillMs(rate, tokens) / 1000);
  return { perMinute, burst, remaining: Math.floor(tokens), resetSeconds };
}

/** Until it is full, in milliseconds. */
function refillMs({ perMinute, burst }: Rate, tokens: number): number {
  return Math.ceil(((burst - tokens) * 60_000) / perMinute);
}

/** A clock that went back refills nothing, and a lowered limit cuts what was saved up. */
function refilled(bucket: Bucket | undefined, rate: Rate, now: EpochMs): number {
  if (bucket === undefined) return rate.burst;
  const elapsedMs = Math.max(0, now - bucket.at);
  return Math.min(rate.burst, bucket.tokens + (elapsedMs * rate.perMinute) / 60_000);
}
