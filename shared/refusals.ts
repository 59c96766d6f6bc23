/**
 * Every expected "no", as a tagged union with data, and the one table that turns it into a public code, a status and a
 * sentence that says what to do. Codes are API: they are listed in docs/errors.md, which is generated from this table.
 * Sentences never repeat what the caller sent.
 */
import type { EpochMs } from "./brand.ts";
import type { Scope } from "./scopes.ts";

/** A field that was not accepted. `path` is a JSON pointer (RFC 6901) into the body, or the parameter's name. */
export type FieldError = { readonly path: string; readonly message: string };

export type Refusal =
  | { readonly code: "missing_credential" }
  | { readonly code: "placeholder_credential" }
  | { readonly code: "signed_out" }
  | { readonly code: "malformed_key" }
  | { readonly code: "wrong_environment" }
  | { readonly code: "unknown_key" }
  | { readonly code: "unknown_token" }
  | { readonly code: "wrong_audience" }
  | { readonly code: "disabled_key"; readonly hint: string }
  | { readonly code: "revoked_key"; readonly hint: string; readonly revokedAt: EpochMs | null }
  | { readonly code: "expired_key"; readonly hint: string; readonly expiredAt: EpochMs }
  | { readonly code: "query_not_allowed"; readonly hint: string }
  | { readonly code: "ip_not_allowed" }
  | { readonly code: "missing_scope"; readonly needed: readonly Scope[] }
  | {
      readonly code: "insufficient_scope";
      /** What the app lacks for this, and what it has. */
      readonly needed: readonly Scope[];
      readonly granted: readonly Scope[];
    }
  | { readonly code: "tool_not_allowed" }
  | { readonly code: "not_permitted"; readonly reason: string }
  | { readonly code: "wrong_setup_token" }
  | { readonly code: "not_found"; readonly what: string }
  | { readonly code: "method_not_allowed"; readonly allow: readonly string[] }
  | { readonly code: "conflict"; readonly reason: string }
  | { readonly code: "already_set_up" }
  | {
      readonly code: "used_recently";
      readonly what: "key" | "app";
      readonly at: EpochMs;
      readonly client: string | null;
    }
  | { readonly code: "last_owner" }
  | { readonly code: "body_too_large"; readonly bytesMax: number }
  | { readonly code: "unsupported_media_type" }
  | { readonly code: "invalid_json"; readonly reason: string }
  | { readonly code: "invalid_request"; readonly errors: readonly FieldError[] }
  | { readonly code: "workspace_required" }
  | { readonly code: "origin_not_allowed" }
  | { readonly code: "cross_site_request" }
  | { readonly code: "session_required" }
  | { readonly code: "changed_meanwhile" }
  | { readonly code: "rate_limited"; readonly retryAfterSeconds: number }
  | { readonly code: "verification_unavailable"; readonly retryAfterSeconds: number }
  | { readonly code: "storage_unavailable"; readonly retryAfterSeconds: number }
  | { readonly code: "internal_error" };

export type RefusalCode = Refusal["code"];

type Entry = { readonly status: number; readonly title: string; readonly remedy: string };

/** Status, title and "what to do" of every code. */
export const REFUSALS: Readonly<Record<RefusalCode, Entry>> = {
  missing_credential: {
    status: 401,
    title: "No API key",
    remedy: "Send your key as `Authorization: Bearer <key>`, or as `X-Api-Key: <key>`.",
  },
  placeholder_credential: {
    status: 401,
    title: "Placeholder instead of an API key",
    remedy:
      "Your client sent a placeholder. Set the variable it names (LATCHKEY_API_KEY, say) or paste the key itself.",
  },
  signed_out: { status: 401, title: "Signed out", remedy: "Your session has ended: sign in again." },
  malformed_key: {
    status: 401,
    title: "Not an API key",
    remedy: "Copy the whole key again, with its prefix and nothing around it; a mistyped character is noticed.",
  },
  wrong_environment: {
    status: 401,
    title: "Key of another environment",
    remedy: "This key belongs to another environment (live, test or dev). Use one created here.",
  },
  unknown_key: {
    status: 401,
    title: "Unknown API key",
    remedy: "The key was deleted, replaced by a rotation, or never existed here. Create a new one.",
  },
  unknown_token: {
    status: 401,
    title: "Access token not valid",
    remedy: "It has expired, or the app was disconnected. Refresh it, or connect the app again.",
  },
  wrong_audience: {
    status: 401,
    title: "Access token for another resource",
    remedy: "An app's access token is good for the MCP endpoint alone. Send an API key here.",
  },
  disabled_key: { status: 401, title: "API key disabled", remedy: "Enable the key, or use another." },
  revoked_key: { status: 401, title: "API key revoked", remedy: "Revoked keys never work again. Create a new one." },
  expired_key: { status: 401, title: "API key expired", remedy: "Create a new key, or give this one a later expiry." },
  query_not_allowed: {
    status: 401,
    title: "Key not allowed in the URL",
    remedy: "Send the key in the Authorization header, or create one with `allow_query: true`. URLs end up in logs.",
  },
  ip_not_allowed: {
    status: 403,
    title: "Address not allowed",
    remedy: "The key is limited to certain addresses. Call from one of them, or change the key's `allowed_ips`.",
  },
  missing_scope: {
    status: 403,
    title: "Missing scope",
    remedy: "Use a key that has the scope, or add it to this one.",
  },
  insufficient_scope: {
    status: 403,
    title: "App lacks a scope",
    remedy: "Connect the app again, and allow it on the page that asks.",
  },
  tool_not_allowed: {
    status: 403,
    title: "Tool not allowed",
    remedy: "The key is limited to certain tools. Use another key, or change this one's `allowed_tools`.",
  },
  not_permitted: {
    status: 403,
    title: "Not permitted",
    remedy: "Ask somebody who may: an owner or admin of the workspace.",
  },
  wrong_setup_token: {
    status: 403,
    title: "Wrong setup token",
    remedy: "Use the SETUP_TOKEN of this deployment: in `.dev.vars` locally, a Worker secret when deployed.",
  },
  not_found: {
    status: 404,
    title: "Not found",
    remedy: "Check it; a thing may be deleted, or out of reach of this key.",
  },
  method_not_allowed: { status: 405, title: "Method not allowed", remedy: "Use a method from the Allow header." },
  conflict: { status: 409, title: "Conflict", remedy: "Look at it as it is now." },
  already_set_up: {
    status: 409,
    title: "Already set up",
    remedy: "This deployment has an owner; sign in or use a key.",
  },
  used_recently: {
    status: 409,
    title: "Used recently",
    remedy: "Make sure that nothing needs it, then repeat with `?confirm=used-recently`.",
  },
  last_owner: { status: 409, title: "Last owner", remedy: "Make somebody else an owner first." },
  body_too_large: { status: 413, title: "Body too large", remedy: "Send less at once; the detail says the limit." },
  unsupported_media_type: {
    status: 415,
    title: "Unsupported media type",
    remedy: "Send `Content-Type: application/json`.",
  },
  invalid_json: {
    status: 400,
    title: "Invalid JSON",
    remedy: "Correct the body; the detail says what is wrong with it.",
  },
  invalid_request: { status: 400, title: "Invalid request", remedy: "Correct the fields listed in `errors`." },
  workspace_required: {
    status: 400,
    title: "Workspace required",
    remedy: "The key reaches several workspaces. Say which with `workspace`; `GET /v1/me` lists them.",
  },
  origin_not_allowed: {
    status: 403,
    title: "Origin not allowed",
    remedy: "Call from a server, from this site, or add the site to ALLOWED_ORIGINS.",
  },
  cross_site_request: {
    status: 403,
    title: "Cross-site request",
    remedy: "A session works from this site's own pages alone. Programs use a key.",
  },
  session_required: {
    status: 403,
    title: "Session required",
    remedy: "This belongs to a person who signed in: do it in the dashboard. Keys cannot.",
  },
  changed_meanwhile: {
    status: 412,
    title: "Changed meanwhile",
    remedy: "Somebody else changed it since you read it. Read it again, then decide.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    remedy: "Wait that time (Retry-After says it too), then send it again.",
  },
  verification_unavailable: {
    status: 503,
    title: "Verification unavailable",
    remedy: "The key could not be checked, so the request was refused. Try again after Retry-After.",
  },
  storage_unavailable: {
    status: 503,
    title: "Storage unavailable",
    remedy: "The request may or may not have taken effect. Read the thing again, then retry.",
  },
  internal_error: { status: 500, title: "Internal error", remedy: "Report it with the request id." },
};

/** What whoever brings an API key is told where clients look for OAuth. Several show it as it is. */
export const KEY_ADVICE = "You sent an API key, so no sign-in is begun: correct the key, or take it out to sign in.";

/** One sentence for people: what happened, then what to do. */
export function refusalSentence(refusal: Refusal): string {
  const { title, remedy } = REFUSALS[refusal.code];
  const specific = specificSentence(refusal);
  return `${specific ?? `${title}.`} ${remedy}`;
}

function specificSentence(refusal: Refusal): string | null {
  switch (refusal.code) {
    case "disabled_key":
      return `API key ${refusal.hint} is disabled.`;
    case "revoked_key":
      return `API key ${refusal.hint} was revoked${refusal.revokedAt === null ? "" : ` on ${day(refusal.revokedAt)}`}.`;
    case "expired_key":
      return `API key ${refusal.hint} expired on ${day(refusal.expiredAt)}.`;
    case "query_not_allowed":
      return `API key ${refusal.hint} is not allowed in a URL.`;
    case "missing_scope":
      return `This key lacks the scope ${refusal.needed.join(" and ")}.`;
    case "insufficient_scope":
      return `This app lacks the scope ${refusal.needed.join(" and ")}.`;
    case "not_permitted":
    case "conflict":
      return refusal.reason;
    case "invalid_json":
      return `The body is not acceptable JSON: ${refusal.reason}.`;
    case "not_found":
      return refusal.what === "address"
        ? "Nothing is at this address."
        : `No such ${refusal.what} in this key's reach.`;
    case "method_not_allowed":
      return `This address takes ${refusal.allow.join(", ")}.`;
    case "used_recently":
      return `The ${refusal.what} was last used at ${new Date(refusal.at).toISOString()}${refusal.client === null ? "" : ` by ${refusal.client}`}.`;
    case "body_too_large":
      return `The body is larger than ${refusal.bytesMax} bytes.`;
    case "invalid_request":
      return invalidRequestSentence(refusal.errors);
    case "rate_limited":
      return `Too many requests: retry in ${refusal.retryAfterSeconds} s.`;
    default:
      return null;
  }
}

function invalidRequestSentence(errors: readonly FieldError[]): string {
  const [first] = errors;
  return first === undefined ? "The request is invalid." : `${first.path || "The body"}: ${first.message}.`;
}

function day(at: EpochMs): string {
  return new Date(at).toISOString().slice(0, 10);
}
