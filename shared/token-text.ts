/**
 * The text of a connected app's OAuth tokens: `<prefix>at_<env>_<user>.<grant>.<random>.<tag>`, `at` an access token and
 * `rt` a refresh token. Inside is the token as the authorization server's library draws it, `<user>:<grant>:<random>`;
 * around it the form that keys have too: a prefix that scanners find, and a tag, by which a forged token is refused
 * without any lookup. A colon is not allowed in a bearer token (RFC 6750 §2.1), so none is in it. Pure.
 */
import { type AppId, appIdSchema } from "./ids.ts";
import { type KeyStyle, TAG_LENGTH } from "./key-text.ts";

export const TOKEN_KINDS = ["at", "rt"] as const;
/** An access token, or a refresh token. */
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** A text of the right shape, taken apart. */
export type TokenTextParts = {
  readonly kind: TokenKind;
  readonly appId: AppId;
  /** Everything before the last dot: what the tag proves. */
  readonly signed: string;
  readonly tag: string;
  /** The token inside, as the library knows it. */
  readonly inner: string;
};

const SHAPE = /^([0-9A-Za-z_-]{8,68})\.([0-9A-Za-z_-]{16})\.([0-9A-Za-z_-]{32})$/;

/** Takes a token's text apart; `null`: it is no token of this deployment. */
export function parseTokenText(text: string, style: KeyStyle): TokenTextParts | null {
  const kind = TOKEN_KINDS.find((known) => text.startsWith(beginning(known, style)));
  const dot = text.lastIndexOf(".");
  if (kind === undefined || text.length - dot - 1 !== TAG_LENGTH) return null;
  const signed = text.slice(0, dot);
  const [, user, grant, random] = SHAPE.exec(signed.slice(beginning(kind, style).length)) ?? [];
  if (user === undefined || grant === undefined || random === undefined) return null;
  const appId = appIdSchema.parse(`app_${grant}`);
  return { kind, appId, signed, tag: text.slice(dot + 1), inner: `${user}:${grant}:${random}` };
}

/** The part of a token's text that its tag will prove. Throws for what the library does not draw. */
export function signedTokenPart(kind: TokenKind, style: KeyStyle, inner: string): string {
  const body = inner.replaceAll(":", ".");
  if (!SHAPE.test(body)) throw new Error("a token of wrong shape");
  return beginning(kind, style) + body;
}

/** Whether a text means to be one of this deployment's tokens, be it whole or not. */
export function looksLikeToken(text: string, style: KeyStyle): boolean {
  return TOKEN_KINDS.some((kind) => text.startsWith(`${style.keyPrefix}${kind}_`));
}

function beginning(kind: TokenKind, { keyPrefix, keyEnv }: KeyStyle): string {
  return `${keyPrefix}${kind}_${keyEnv}_`;
}
