/** SHA-256 digests as other systems write them, and what a list may show of a key of theirs. Pure, but for the hash. */
import { beginsLikeOurs } from "#shared/foreign-text.ts";
import type { KeyStyle } from "#shared/key-text.ts";
import type { ImportKey } from "#shared/management/import.ts";
import type { FieldError } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";

const SHAPES = {
  hex: { pattern: /^[0-9a-f]{64}$/i, expected: "expected 64 hexadecimal digits" },
  base64: { pattern: /^[0-9A-Za-z+/]{43}=?$/, expected: "expected 44 characters of base64" },
  base64url: { pattern: /^[\w-]{43}=?$/, expected: "expected 43 characters of base64url" },
} as const;

/** A row's digest as lower-case hex. */
export function hexOf({ digest, encoding }: Pick<ImportKey, "digest" | "encoding">): Result<string, FieldError> {
  const { pattern, expected } = SHAPES[encoding];
  const refused = err({ path: "/digest", message: `${expected}: SHA-256 has 32 bytes` });
  if (!pattern.test(digest)) return refused;
  if (encoding === "hex") return ok(digest.toLowerCase());
  const padded = `${digest.replace("=", "")}=`;
  try {
    // Strict: of several texts that mean the same bytes one alone is right, so that a digest has one form.
    return ok(Uint8Array.fromBase64(padded, { alphabet: encoding, lastChunkHandling: "strict" }).toHex());
  } catch {
    return refused;
  }
}

/** Refuses a row that says the secret itself where lists would show it. */
export async function refuseToldSecret(row: ImportKey, hex: string): Promise<FieldError | null> {
  const shown = [
    ["/name", row.name],
    ["/hint", row.hint],
    ["/prefix", row.prefix],
  ] as const;
  const hashes = await Promise.all(shown.map(async ([, text]) => (text === undefined ? null : sha256Hex(text))));
  const told = shown.find((_field, index) => hashes[index] === hex);
  return told === undefined ? null : { path: told[0], message: "is the secret itself: nobody may see it" };
}

/** Refuses a row whose key begins like those that are minted here: such a text is checked by its tag, and never found. */
export function refuseOurBeginning(row: ImportKey, style: KeyStyle): FieldError | null {
  const message = "begins like the keys of this deployment: a text like that is not looked for";
  if (beginsLikeOurs(row.prefix ?? "", style)) return { path: "/prefix", message };
  return beginsLikeOurs(row.hint ?? "", style) ? { path: "/hint", message } : null;
}

/** What lists show of the key. */
export function hintOf({ hint, prefix = "" }: Pick<ImportKey, "hint" | "prefix">): string {
  return hint ?? `${prefix}…`;
}
