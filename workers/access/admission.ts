/** What a surface asks about a request's credential, and what it hears. */
import type { RateLimitState, Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import type { TimedStep } from "#workers/http/server-timing.ts";

/** What the request is about to do, as usage statistics name it: an MCP tool or method, or a REST route's pattern. */
export type Operation = { readonly surface: "mcp" | "rest"; readonly name: string };

/** How a request that was let in ended, where that was not well. */
export type Failure = "forbidden" | "client_error" | "server_error";

/** A credential as it was found in a request, before anything was checked. */
export type Presented =
  | { readonly kind: "none" }
  | { readonly kind: "placeholder" }
  | { readonly kind: "malformed" }
  | { readonly kind: "text"; readonly text: string; readonly via: "header" | "query" };

/** One request as `access/` sees it. */
export type Call = {
  readonly presented: Presented;
  readonly operation: Operation;
  /** `false` for what clients do in bursts at connect (initialize, discover, lists): counted, never refused for rate. */
  readonly metered: boolean;
  /** The caller's address, from `CF-Connecting-IP`. */
  readonly ip: string | null;
  /** ISO 3166-1 alpha-2, from Cloudflare. */
  readonly country: string | null;
  /** The client's own name for itself, cleaned and shortened. Shown, never trusted. */
  readonly client: string | null;
};

/** The answer. `rate` is there on a refusal too, so that a 429 carries the headers. */
export type Admission = {
  readonly verdict: Result<Principal, Refusal>;
  readonly rate: RateLimitState | null;
  /** Who was asked about it, for `Server-Timing`; empty where CPU alone decided. */
  readonly steps: readonly TimedStep[];
  /** Corrects the count of this request from "ok"; call it at most once, after the answer is known. */
  readonly settle: (failure: Failure) => void;
};
