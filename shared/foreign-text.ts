/** Which texts may be keys of another system, imported here. Every other text is refused without a look. Pure. */
import { CREDENTIAL_LENGTH_MAX, IMPORTED_TEXT_LENGTH_MIN } from "./limits.ts";
import { KEY_ENVS, type KeyStyle } from "./key-text.ts";
import { looksLikeToken } from "./token-text.ts";

/** Visible ASCII: what travels in a header, and in a URL, as it is. */
const VISIBLE = /^[\x21-\x7e]+$/;

/** Whether a text may be an imported key's: long enough to be a secret, and not like anything that is minted here. */
export function mayBeForeign(text: string, style: KeyStyle): boolean {
  if (text.length < IMPORTED_TEXT_LENGTH_MIN || text.length > CREDENTIAL_LENGTH_MAX) return false;
  return VISIBLE.test(text) && !beginsLikeOurs(text, style);
}

/** Whether a text begins like this deployment's keys and tokens do, in any environment. */
export function beginsLikeOurs(text: string, style: KeyStyle): boolean {
  return KEY_ENVS.some((env) => text.startsWith(`${style.keyPrefix}_${env}_`)) || looksLikeToken(text, style);
}
