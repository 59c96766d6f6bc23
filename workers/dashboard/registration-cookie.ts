/**
 * The challenge of a passkey that is being registered by somebody who is not signed in: signed, in a cookie that only
 * our Worker reads, good once and for five minutes. Nothing is stored for a ceremony that is never finished.
 */
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import { settingsOf } from "#workers/env.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { deriveAuthSecret } from "#workers/secrets/pepper.ts";

const TTL_SECONDS = 300;
const NAME = "latchkey_registration";

const ceremonySchema = z.object({ challenge: z.string(), purpose: z.string(), ends: z.number() });

/** Draws a challenge for `purpose`, which {@link takeChallenge} must be asked with. base64url. */
export async function giveChallenge(c: AppContext, purpose: string, now: EpochMs): Promise<string> {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const challenge = bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  const value = JSON.stringify({ challenge, purpose, ends: now + TTL_SECONDS * 1000 });
  await setSignedCookie(c, NAME, value, await deriveAuthSecret(settingsOf(c.env)), {
    httpOnly: true,
    maxAge: TTL_SECONDS,
    path: "/",
    sameSite: "Strict",
    secure: new URL(c.req.url).protocol === "https:",
  });
  return challenge;
}

/** `null` without a live challenge for this purpose. It is gone from the browser then, whatever comes of it. */
export async function takeChallenge(c: AppContext, purpose: string, now: EpochMs): Promise<string | null> {
  const value = await getSignedCookie(c, await deriveAuthSecret(settingsOf(c.env)), NAME);
  deleteCookie(c, NAME, { path: "/", secure: new URL(c.req.url).protocol === "https:" });
  if (value === undefined || value === false) return null;
  const ceremony = ceremonySchema.parse(JSON.parse(value));
  return ceremony.purpose === purpose && ceremony.ends > now ? ceremony.challenge : null;
}

export type NewPasskeyUser = { readonly name: string; readonly email: string };

/** What `navigator.credentials.create` is asked with, as JSON (WebAuthn L3 §5.1.8). */
export function creationOptions(c: AppContext, challenge: string, user: NewPasskeyUser): object {
  return {
    challenge,
    rp: { id: new URL(c.req.url).hostname, name: "Latchkey" },
    user: {
      id: crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url", omitPadding: true }),
      name: user.email,
      displayName: user.name,
    },
    // ES256 and RS256: what every authenticator makes one of.
    pubKeyCredParams: [
      { type: "public-key", alg: -7 },
      { type: "public-key", alg: -257 },
    ],
    timeout: TTL_SECONDS * 1000,
    attestation: "none",
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
  };
}
