/**
 * The deployment's pepper, split into one key for tags and one for digests (HKDF-SHA-256, RFC 5869), so that what one
 * of them shows says nothing of the other. Derived once per isolate.
 */

/** The two keys that one pepper gives. */
export type Pepper = { readonly tagKey: CryptoKey; readonly digestKey: CryptoKey };

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
  const root = await crypto.subtle.importKey("raw", new TextEncoder().encode(pepper), "HKDF", false, ["deriveKey"]);
  const [tagKey, digestKey] = await Promise.all([hmacKey(root, "key-tag"), hmacKey(root, "key-digest")]);
  return { tagKey, digestKey };
}

function hmacKey(root: CryptoKey, purpose: string): Promise<CryptoKey> {
  const info = new TextEncoder().encode(`latchkey/${purpose}/v1`);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    root,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign"],
  );
}
