/**
 * What an imported key is known by. Another system gave us the SHA-256 of its text; what is stored is the HMAC of that
 * under the pepper, so that a stolen database can be searched for no secret, however weak that system drew it. Nothing
 * that is minted here has such a digest: a key's text does not begin like the labels do.
 */
import { digestOf, type SecretDigest } from "./key-proof.ts";
import type { Pepper } from "./pepper.ts";
import { sha256Hex } from "./sha256.ts";

/** A text's digests, under the current pepper and then the previous one. */
export type ImportedDigests = readonly [SecretDigest, ...SecretDigest[]];

/** The digests of a text with this SHA-256, given in lower-case hex. */
export async function importedDigests(peppers: Peppers, sha256: string): Promise<ImportedDigests> {
  const label = `import:sha256:${sha256}`;
  const [current, ...previous] = peppers;
  return [await digestOf(current, label), ...(await Promise.all(previous.map((pepper) => digestOf(pepper, label))))];
}

/** The same for a text as a caller presents it. */
export async function importedDigestsOf(peppers: Peppers, text: string): Promise<ImportedDigests> {
  return importedDigests(peppers, await sha256Hex(text));
}

type Peppers = readonly [Pepper, ...Pepper[]];
