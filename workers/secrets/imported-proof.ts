/**
 * What an imported key is known by. Another system gave us the SHA-256 of its text; what is stored is the HMAC of that
 * under the pepper, so that a stolen database can be searched for no secret, however weak that system drew it. Nothing
 * that is minted here has such a digest: a key's text does not begin like the labels do.
 */
import { digestOf, type SecretDigest } from "./key-proof.ts";
import type { Pepper } from "./pepper.ts";
import { sha256Hex } from "./sha256.ts";

/** The digest that is stored for a text with this SHA-256, given in lower-case hex, under each of the peppers. */
export function importedDigests(peppers: readonly Pepper[], sha256: string): Promise<SecretDigest[]> {
  return Promise.all(peppers.map((pepper) => digestOf(pepper, `import:sha256:${sha256}`)));
}

/** The same for a text as a caller presents it. */
export async function importedDigestsOf(peppers: readonly Pepper[], text: string): Promise<SecretDigest[]> {
  return importedDigests(peppers, await sha256Hex(text));
}
