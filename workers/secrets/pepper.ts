/**
 * The deployment's pepper, split into one key for tags and one for digests (HKDF-SHA-256, RFC 5869), so that what one
 * of them shows says nothing of the other. Derived once per isolate.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** HMAC-SHA-256 of a text under a key that it keeps to itself. Synchronous: docs/decisions/0054 says why. */
type Mac = (text: string) => Uint8Array;

/** The two keys that one pepper gives. */
export type Pepper = { readonly tag: Mac; readonly digest: Mac };

type PepperSettings = { readonly pepper: string; readonly pepperPrevious: string | null };

const derived = new WeakMap<PepperSettings, Promise<readonly [Pepper, ...Pepper[]]>>();

/** The current pepper first, then the previous one, while keys minted under it are still to work. */
export function peppersOf(settings: PepperSettings): Promise<readonly [Pepper, ...Pepper[]]> {
  const known = derived.get(settings);
  if (known !== undefined) return known;
  const fresh = derivePeppers(settings);
  derived.set(settings, fresh);
  return fresh;
}

async function derivePeppers(settings: PepperSettings): Promise<readonly [Pepper, ...Pepper[]]> {
  const current = await derivePepper(settings.pepper);
  return settings.pepperPrevious === null ? [current] : [current, await derivePepper(settings.pepperPrevious)];
}

/**
 * The secret that signs session cookies and links, as hex: derived, so that a deployment has one secret less. A new
 * pepper signs everybody out.
 */
export async function deriveAuthSecret({ pepper }: Pick<PepperSettings, "pepper">): Promise<string> {
  const root = await crypto.subtle.importKey("raw", new TextEncoder().encode(pepper), "HKDF", false, ["deriveBits"]);
  const info = new TextEncoder().encode("latchkey/auth-secret/v1");
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    root,
    256,
  );
  return new Uint8Array(bits).toHex();
}

async function derivePepper(pepper: string): Promise<Pepper> {
  const root = await crypto.subtle.importKey("raw", encoder.encode(pepper), "HKDF", false, ["deriveBits"]);
  const [tag, digest] = await Promise.all([macFor(root, "key-tag"), macFor(root, "key-digest")]);
  return { tag, digest };
}

async function macFor(root: CryptoKey, purpose: string): Promise<Mac> {
  const info = encoder.encode(`latchkey/${purpose}/v1`);
  const key = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    root,
    HMAC_KEY_BITS,
  );
  // Both blocks of the key are hashed here, once; each text then goes on from a copy.
  const keyed = hmac.create(sha256, new Uint8Array(key));
  return (text) => keyed.clone().update(encoder.encode(text)).digest();
}

const HMAC_KEY_BITS = 256;
const encoder = new TextEncoder();
