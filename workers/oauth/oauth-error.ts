/** Errors in OAuth's own words (RFC 6749 §5.2), for endpoints that only OAuth clients read. */
import { refusalSentence } from "#shared/refusals.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { callerIp } from "#workers/http/caller.ts";
import { refusalOfThrow } from "#workers/http/refusal-of-throw.ts";
import { addressKey, type AttemptLimit, takeAttempt } from "#workers/people/attempts.ts";
import { epochMs } from "#shared/brand.ts";

export type OAuthProblem = {
  readonly error: string;
  readonly description: string;
  readonly status: 400 | 401 | 404 | 413 | 429 | 500 | 503;
  readonly retryAfterSeconds?: number;
};

/** The answer, for browsers' clients too. */
export function oauthError(c: AppContext, { error, description, status, retryAfterSeconds }: OAuthProblem): Response {
  if (retryAfterSeconds !== undefined) c.header("Retry-After", String(retryAfterSeconds));
  c.header("Cache-Control", "no-store");
  c.header("Access-Control-Allow-Origin", "*");
  return c.json({ error, error_description: description }, status);
}

/** A 429 for an address that asks too often; `null`: go on. */
export async function tooMany(c: AppContext, what: string, limit: AttemptLimit): Promise<Response | null> {
  const key = addressKey(`oauth-${what}`, callerIp(c.req.raw));
  const wait = await takeAttempt({ db: c.env.DB, key, now: epochMs(Date.now()) }, limit);
  if (wait === null) return null;
  const description = `Too many requests from this address: retry in ${wait} s.`;
  return oauthError(c, { error: "temporarily_unavailable", description, status: 429, retryAfterSeconds: wait });
}

/** An outage or a bug, in the same words: what leaks of it is its request id. */
export function oauthErrorOfThrow(c: AppContext, thrown: unknown): Response {
  const refusal = refusalOfThrow(thrown, c.get("requestId"));
  c.set("refusalCode", refusal.code);
  const isOutage = "retryAfterSeconds" in refusal;
  const description = `${refusalSentence(refusal)} Request ${c.get("requestId")}.`;
  return isOutage
    ? oauthError(c, {
        error: "temporarily_unavailable",
        description,
        status: 503,
        retryAfterSeconds: refusal.retryAfterSeconds,
      })
    : oauthError(c, { error: "server_error", description, status: 500 });
}
