/**
 * Whether a request for something of OAuth's brings an API key along. Some clients send their configured header to every
 * address, and turn to OAuth when the key is refused: then nobody reads why, and a browser opens that nobody asked for.
 * The key is not looked up: what is answered is the same for any.
 */
import { looksLikeToken } from "#shared/token-text.ts";
import { settingsOf } from "#workers/env.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { readCredential } from "./read-credential.ts";

/** See the file's head. An app's own token is none. */
export function bringsKey(c: AppContext): boolean {
  const presented = readCredential({
    authorization: c.req.header("authorization"),
    apiKeyHeader: c.req.header("x-api-key"),
    apiKeyQuery: undefined,
  });
  if (presented.kind === "none") return false;
  return presented.kind !== "text" || !looksLikeToken(presented.text, settingsOf(c.env));
}
