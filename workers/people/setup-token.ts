/** The deployment's `SETUP_TOKEN`: whoever has it may make the first owner, and get an owner back in. */
import type { Refusal } from "#shared/refusals.ts";
import type { Act } from "#workers/audit/act.ts";
import type { Settings } from "#workers/env.ts";
import { addressKey, takeAttempt, TOKEN_ATTEMPTS } from "./attempts.ts";

/**
 * Why this token opens nothing now; `null` when it is the one. The token is good for as long as it is set, so every way
 * to try one counts, together, and a right one waits like a wrong one. Refusals: `rate_limited`, `wrong_setup_token`.
 */
export async function refuseSetupToken(
  act: Pick<Act, "db" | "settings" | "ip" | "now">,
  given: string,
): Promise<Refusal | null> {
  const attempt = { db: act.db, key: addressKey("setup-token", act.ip), now: act.now };
  const wait = await takeAttempt(attempt, TOKEN_ATTEMPTS);
  if (wait !== null) return { code: "rate_limited", retryAfterSeconds: wait };
  return (await isSetupToken(act.settings, given)) ? null : { code: "wrong_setup_token" };
}

/** Compares digests, so that neither length nor place of a difference shows in the time taken. */
async function isSetupToken(settings: Pick<Settings, "setupToken">, given: string): Promise<boolean> {
  const [left, right] = await Promise.all(
    [given, settings.setupToken].map((text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
  );
  return left !== undefined && right !== undefined && crypto.subtle.timingSafeEqual(left, right);
}
