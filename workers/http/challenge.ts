/** The `WWW-Authenticate` challenge of RFC 6750 §3. */
import { type Refusal, refusalSentence } from "#shared/refusals.ts";

/**
 * No `error` when no credential was sent (RFC 6750 §3.1); `invalid_token` when one was refused; `insufficient_scope`
 * with the scopes needed when a good one was not enough.
 */
export function challenge(refusal: Refusal): string {
  const realm = 'Bearer realm="latchkey"';
  if (refusal.code === "missing_credential") return realm;
  const error = refusal.code === "missing_scope" ? "insufficient_scope" : "invalid_token";
  const scope = refusal.code === "missing_scope" ? `, scope="${refusal.needed.join(" ")}"` : "";
  return `${realm}, error="${error}", error_description="${quotable(refusalSentence(refusal))}"${scope}`;
}

/** RFC 6750 §3 allows %x20-21 / %x23-5B / %x5D-7E in a description. */
function quotable(text: string): string {
  return text.replaceAll('"', "'").replaceAll(/[^\x20-\x7e]|\\/g, " ");
}
