/** draft-ietf-httpapi-ratelimit-headers: the policy, and what is left of it. Per region. */
import type { RateLimitState } from "#shared/principal.ts";
import type { AppContext } from "./app-env.ts";

/** Sets `RateLimit-Policy` and `RateLimit`; nothing where no bucket was asked. */
export function setRateHeaders(c: AppContext, rate: RateLimitState | null): void {
  if (rate === null) return;
  c.header("RateLimit-Policy", `"default";q=${rate.burst};w=${Math.ceil((rate.burst * 60) / rate.perMinute)}`);
  c.header("RateLimit", `"default";r=${rate.remaining};t=${rate.resetSeconds}`);
}
