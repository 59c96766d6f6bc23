/** The deployment's `SETUP_TOKEN`: whoever has it may make the first owner, and get an owner back in. */
import type { Settings } from "#workers/env.ts";

/** Compares digests, so that neither length nor place of a difference shows in the time taken. */
export async function isSetupToken(settings: Pick<Settings, "setupToken">, given: string): Promise<boolean> {
  const [left, right] = await Promise.all(
    [given, settings.setupToken].map((text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
  );
  return left !== undefined && right !== undefined && crypto.subtle.timingSafeEqual(left, right);
}
