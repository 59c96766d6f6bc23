/** Makes a key's text: fresh for a new key, or anew for the id of a rotated one. */
import { type KeyId, type MintId, newKeyId } from "#shared/ids.ts";
import { keyHint, SECRET_PART_LENGTH, signedPart } from "#shared/key-text.ts";
import type { Settings } from "#workers/env.ts";
import { digestOf, type SecretDigest, tagOf } from "./key-proof.ts";
import { peppersOf } from "./pepper.ts";
import { Secret } from "./secret.ts";

/** All that a row needs of a secret, and the secret to show once. */
export type MintedKey = {
  readonly id: KeyId;
  readonly secret: Secret;
  readonly digest: SecretDigest;
  readonly hint: string;
};

/** Mints under the current pepper. `id` is given when a key is rotated: its id stays, its secret does not. */
export async function mintKey(settings: Settings, mint: MintId, id: KeyId = newKeyId(mint)): Promise<MintedKey> {
  const [pepper] = await peppersOf(settings);
  const signed = signedPart(settings, id, mint(SECRET_PART_LENGTH));
  const text = signed + (await tagOf(pepper, signed));
  return { id, secret: new Secret(text), digest: await digestOf(pepper, text), hint: keyHint(text) };
}
