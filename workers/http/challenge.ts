/**
 * The `WWW-Authenticate` challenge of RFC 6750 §3, and in it the way to OAuth (RFC 9728 §5.1) for who may go it. Clients
 * begin to sign in at the slightest hint, so a caller who holds a key is never given one.
 */
import { type Refusal, refusalSentence } from "#shared/refusals.ts";
import { normalizeScopes, type Scope } from "#shared/scopes.ts";

/** What an app is told to ask for first; the page that asks the person offers the rest. */
const FIRST_SCOPES: readonly Scope[] = ["mcp:read"];

/**
 * No `error` when no credential was sent (RFC 6750 §3.1); `invalid_token` when one was refused; `insufficient_scope`
 * when a good one was not enough. `metadataUrl` is where this surface's OAuth metadata is, `null` where it has none.
 */
export function challenge(refusal: Refusal, metadataUrl: string | null): string {
  const way = metadataUrl !== null && leadsToOauth(refusal) ? [["resource_metadata", metadataUrl]] : [];
  const scope = way.length > 0 || refusal.code === "missing_scope" ? scopesOf(refusal) : [];
  const parameters = [["realm", "latchkey"], ...errorOf(refusal), ...way, ...scope];
  return `Bearer ${parameters.map(([name, value]) => `${name}="${value}"`).join(", ")}`;
}

/** Those who hold nothing yet, and apps. A bad key is to be corrected, not to be replaced by a sign-in. */
function leadsToOauth({ code }: Refusal): boolean {
  return code === "missing_credential" || code === "unknown_token" || code === "insufficient_scope";
}

function errorOf(refusal: Refusal): string[][] {
  if (refusal.code === "missing_credential") return [];
  const lacksScope = refusal.code === "missing_scope" || refusal.code === "insufficient_scope";
  return [
    ["error", lacksScope ? "insufficient_scope" : "invalid_token"],
    ["error_description", quotable(refusalSentence(refusal))],
  ];
}

/** All that the caller will need, what it has among it: who asks for less would lose what it has (MCP, "Step-Up"). */
function scopesOf(refusal: Refusal): string[][] {
  switch (refusal.code) {
    case "missing_credential":
      return [["scope", FIRST_SCOPES.join(" ")]];
    case "missing_scope":
      return [["scope", refusal.needed.join(" ")]];
    case "insufficient_scope":
      return [["scope", normalizeScopes([...refusal.granted, ...refusal.needed]).join(" ")]];
    default:
      return [];
  }
}

/** RFC 6750 §3 allows %x20-21 / %x23-5B / %x5D-7E in a description. */
function quotable(text: string): string {
  return text
    .replaceAll('"', "'")
    .replaceAll("…", "...")
    .replaceAll(/[^\x20-\x7e]|\\/g, " ");
}
