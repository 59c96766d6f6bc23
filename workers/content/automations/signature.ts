/**
 * Signatures of webhook calls, in Stripe's scheme (https://docs.stripe.com/webhooks#verify-manually):
 * `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<body>">`. The time is signed too, so that a receiver can refuse an old
 * call that is played back. An automation's secret is derived from the pepper: nothing to store, nothing to leak from D1.
 */
import type { EpochMs } from "#shared/brand.ts";

const PURPOSE = "latchkey/automation-signing/v1:";

/** The automation's secret, `whsec_…`; the text itself, prefix included, is the HMAC's key. */
export async function signingSecret(pepper: string, automationId: string): Promise<string> {
  const bytes = new Uint8Array(await hmac(pepper, `${PURPOSE}${automationId}`));
  const base64 = btoa(String.fromCharCode(...bytes));
  return `whsec_${base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** The value of the `Latchkey-Signature` header; one `v1` for each secret, so that a pepper can be rotated. */
export async function signatureHeader(secrets: readonly string[], body: string, at: EpochMs): Promise<string> {
  const seconds = Math.floor(at / 1000);
  const signatures = await Promise.all(secrets.map((secret) => hmac(secret, `${seconds}.${body}`)));
  return [`t=${seconds}`, ...signatures.map((signature) => `v1=${hex(signature)}`)].join(",");
}

async function hmac(key: string, text: string): Promise<ArrayBuffer> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, ["sign"]);
  return crypto.subtle.sign("HMAC", imported, encoder.encode(text));
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
