/**
 * What proves a key: the tag, that a text was minted here (CPU only, no I/O), and the digest, which key it is. A key is
 * checked under the pepper that its tag proves, so keys of the previous pepper work until that is taken away.
 */
import { z } from "zod";
import { base62Digits } from "#shared/base62.ts";
import { type KeyTextParts, TAG_LENGTH } from "#shared/key-text.ts";
import type { Pepper } from "./pepper.ts";

/** HMAC-SHA-256 of a key's text under the pepper's digest key, base64url: the only form in which a key is stored. */
export const secretDigestSchema = z.string().min(40).max(64).brand<"SecretDigest">();
export type SecretDigest = z.infer<typeof secretDigestSchema>;

/** The digest of `text` if its tag is right under one of the peppers; `null` for a forged or mistyped key. */
export async function proveKeyText(
  peppers: readonly Pepper[],
  text: string,
  parts: KeyTextParts,
): Promise<SecretDigest | null> {
  for (const pepper of peppers) {
    // NOTE: an ordinary comparison. A tag that leaks by timing lets its finder spend one lookup, not pass it.
    if ((await tagOf(pepper, parts.signed)) === parts.tag) return digestOf(pepper, text);
  }
  return null;
}

/** The tag of everything before it: 6 base62 characters of an HMAC. */
export async function tagOf(pepper: Pepper, signed: string): Promise<string> {
  const mac = await hmac(pepper.tagKey, signed);
  return base62Digits(new DataView(mac).getBigUint64(0), TAG_LENGTH);
}

/** See {@link secretDigestSchema}. */
export async function digestOf(pepper: Pepper, text: string): Promise<SecretDigest> {
  const mac = new Uint8Array(await hmac(pepper.digestKey, text));
  return secretDigestSchema.parse(mac.toBase64({ alphabet: "base64url", omitPadding: true }));
}

function hmac(key: CryptoKey, text: string): Promise<ArrayBuffer> {
  return crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
}
