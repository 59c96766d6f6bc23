/** The answer to "who is calling": made by `access/`, read by every surface. Plain data, safe to log except `ip`. */
import type { AppId, KeyId, SessionId, UserId, WorkspaceId } from "./ids.ts";
import type { Role, Scope } from "./scopes.ts";

/** A workspace the credential reaches now, and what its owner is there. */
export type ReachedWorkspace = { readonly id: WorkspaceId; readonly role: Role };

/** The token bucket's state after this request, for the RateLimit headers. */
export type RateLimitState = {
  readonly perMinute: number;
  readonly burst: number;
  /** Whole requests that would be admitted right now. */
  readonly remaining: number;
  /** Seconds until the bucket is full again. */
  readonly resetSeconds: number;
};

/** What authenticated the request: a key, a connected app, or the session of a person. Ids, never the secrets. */
export type Credential =
  | { readonly kind: "key"; readonly id: KeyId }
  | { readonly kind: "app"; readonly id: AppId }
  | { readonly kind: "session"; readonly id: SessionId };

/** Who is calling, with what, and what it opens. */
export type Principal = {
  readonly credential: Credential;
  readonly userId: UserId;
  readonly scopes: readonly Scope[];
  readonly workspaces: readonly ReachedWorkspace[];
  /** MCP tools the key is narrowed to; `null` means every tool its scopes open. */
  readonly allowedTools: readonly string[] | null;
};
