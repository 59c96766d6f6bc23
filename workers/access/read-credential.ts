/** Finds the credential in a request, without judging it. No I/O. */
import { CREDENTIAL_LENGTH_MAX } from "#shared/limits.ts";
import type { Presented } from "./admission.ts";

/** Where a request may carry a key: a header always, the query where the surface takes it (`/mcp`). */
export type CredentialSource = {
  readonly authorization: string | undefined;
  readonly apiKeyHeader: string | undefined;
  readonly apiKeyQuery: string | undefined;
};

/**
 * `Authorization: Bearer` (RFC 6750 §2.1) first, then `X-Api-Key`, then `?api_key=`. A header that is there but is no
 * bearer credential is malformed, not absent: the caller meant to send one.
 */
export function readCredential(source: CredentialSource): Presented {
  if (source.authorization !== undefined) return presentedText(bearerText(source.authorization), "header");
  if (source.apiKeyHeader !== undefined) return presentedText(source.apiKeyHeader.trim(), "header");
  if (source.apiKeyQuery !== undefined) return presentedText(source.apiKeyQuery.trim(), "query");
  return { kind: "none" };
}

function presentedText(text: string | null, via: "header" | "query"): Presented {
  if (text === null || text === "" || text.length > CREDENTIAL_LENGTH_MAX) return { kind: "malformed" };
  if (looksLikePlaceholder(text)) return { kind: "placeholder" };
  return { kind: "text", text, via };
}

/** The text after `Bearer`, any case (RFC 9110 §11.1); `null` for another scheme. `Bearer Bearer x` is told apart below. */
function bearerText(header: string): string | null {
  const match = /^bearer(?:\s+(.*))?$/is.exec(header.trim());
  return match === null ? null : (match[1] ?? "").trim();
}

/** What unconfigured clients send: `${LATCHKEY_API_KEY}`, `{env:…}`, `YOUR_KEY`, `<key>`, `Bearer Bearer …`. */
function looksLikePlaceholder(text: string): boolean {
  return /^\$|\$\{|^\{|^%.*%$|^<.*>$|your[_-]|^bearer(?:\s|$)|^(?:undefined|null)$/i.test(text);
}
