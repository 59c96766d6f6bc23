/** What a request carries through the surfaces: Hono's `c.env` and `c.var`. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Principal, RateLimitState } from "#shared/principal.ts";
import type { RefusalCode } from "#shared/refusals.ts";

export type AppEnv = {
  Bindings: Env;
  Variables: {
    requestId: string;
    /** Set by the guard of every route that has a scope. */
    principal: Principal;
    /** Set with it: what is left of the credential's rate limit. */
    rate: RateLimitState | null;
    /** Set with a refusal, for the log line. */
    refusalCode: RefusalCode | undefined;
  };
};

export type AppContext = Context<AppEnv>;
export type App = OpenAPIHono<AppEnv>;
