/**
 * The text of a key: `<prefix>_<env>_<body>`, the body 43 base62 characters: 10 of public id, 27 of secret, 6 of tag.
 * This file knows the shape alone; whether the tag is right is for `workers/secrets/`. Pure.
 */
import { isBase62 } from "./base62.ts";
import { type KeyId, keyIdSchema, PUBLIC_ID_LENGTH } from "./ids.ts";
import { err, ok, type Result } from "./result.ts";

export const KEY_ENVS = ["live", "test", "dev"] as const;
export type KeyEnv = (typeof KEY_ENVS)[number];

/** 27 base62 characters: 160 bits. */
export const SECRET_PART_LENGTH = 27;
/** 6 base62 characters: a guess passes once in 5.7 * 10^10. */
export const TAG_LENGTH = 6;
const BODY_LENGTH = PUBLIC_ID_LENGTH + SECRET_PART_LENGTH + TAG_LENGTH;
const HINT_ENDS = 4;

/** How this deployment's keys begin. */
export type KeyStyle = { readonly keyPrefix: string; readonly keyEnv: KeyEnv };

/** A text of the right shape, taken apart. */
export type KeyTextParts = {
  readonly id: KeyId;
  /** Everything before the tag: what the tag proves. */
  readonly signed: string;
  readonly tag: string;
};

/** Takes a key's text apart, or says why it is none of this deployment's. */
export function parseKeyText(
  text: string,
  style: KeyStyle,
): Result<KeyTextParts, "malformed_key" | "wrong_environment"> {
  const match = /^([a-z][a-z0-9]*)_([a-z]+)_([0-9A-Za-z]+)$/.exec(text);
  const [, prefix, env, body = ""] = match ?? [];
  if (prefix !== style.keyPrefix || body.length !== BODY_LENGTH) return err("malformed_key");
  if (env !== style.keyEnv) return err(KEY_ENVS.some((known) => known === env) ? "wrong_environment" : "malformed_key");
  return ok({
    id: keyIdOf(body.slice(0, PUBLIC_ID_LENGTH)),
    signed: text.slice(0, -TAG_LENGTH),
    tag: text.slice(-TAG_LENGTH),
  });
}

/** The part of a new key's text that its tag will prove. */
export function signedPart(style: KeyStyle, id: KeyId, secretPart: string): string {
  if (secretPart.length !== SECRET_PART_LENGTH || !isBase62(secretPart))
    throw new Error("a secret part of wrong shape");
  return `${style.keyPrefix}_${style.keyEnv}_${id.slice("key_".length)}${secretPart}`;
}

/** What lists show of a key: prefix, first and last four characters of the body. */
export function keyHint(text: string): string {
  const bodyStart = text.lastIndexOf("_") + 1;
  return `${text.slice(0, bodyStart + HINT_ENDS)}…${text.slice(-HINT_ENDS)}`;
}

function keyIdOf(publicId: string): KeyId {
  return keyIdSchema.parse(`key_${publicId}`);
}
