/** What proves a connected app's token: the tag, that this deployment gave it out, and the digest, which token it is. */
import { type KeyStyle } from "#shared/key-text.ts";
import { parseTokenText, signedTokenPart, type TokenKind, type TokenTextParts } from "#shared/token-text.ts";
import { type SecretDigest, secretDigestSchema, tagOf } from "./key-proof.ts";
import type { Pepper } from "./pepper.ts";
import { sha256Hex } from "./sha256.ts";

/** A token's text, from the token that the authorization server's library drew. */
export async function tokenText(
  [pepper]: readonly [Pepper, ...Pepper[]],
  kind: TokenKind,
  { style, inner }: { readonly style: KeyStyle; readonly inner: string },
): Promise<string> {
  const signed = signedTokenPart(kind, style, inner);
  return `${signed}.${await tagOf(pepper, signed)}`;
}

/** What is in a token's text, if its tag is right under one of the peppers; `null` for anything else. */
export async function proveTokenText(
  peppers: readonly Pepper[],
  text: string,
  style: KeyStyle,
): Promise<TokenTextParts | null> {
  const parts = parseTokenText(text, style);
  if (parts === null) return null;
  for (const pepper of peppers) {
    if ((await tagOf(pepper, parts.signed)) === parts.tag) return parts;
  }
  return null;
}

/** As the library stores it, and the record has it: SHA-256 in hex. It is random enough to need no pepper. */
export async function tokenDigest(inner: string): Promise<SecretDigest> {
  return secretDigestSchema.parse(await sha256Hex(inner));
}
