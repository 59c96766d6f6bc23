/** Middleware: who is calling, and may they use this route? Every route under /v1 but setup goes through here. */
import type { MiddlewareHandler } from "hono";
import type { RateLimitState } from "#shared/principal.ts";
import type { Scope } from "#shared/scopes.ts";
import { admitRequest } from "#workers/access/admit-request.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { problem } from "#workers/http/problem.ts";

/** What a route asks of its caller: one scope, any good credential, or nothing (setup alone). */
export type Access = Scope | "any" | "public";

/** Authenticates, checks the scope, and counts how the request ended. `operation` is the route's pattern. */
export function guard(access: Exclude<Access, "public">, operation: string): MiddlewareHandler<AppEnv> {
  return async function guardRoute(c, next) {
    const admission = await admitRequest(c, { surface: "rest", name: operation }, { metered: true });
    if (admission.rate !== null) setRateHeaders(c, admission.rate);
    if (!admission.verdict.ok) return problem(c, admission.verdict.error);
    const principal = admission.verdict.value;
    c.set("principal", principal);
    if (access !== "any" && !principal.scopes.includes(access)) {
      admission.settle("forbidden");
      return problem(c, { code: "missing_scope", needed: [access] });
    }
    await next();
    if (c.res.status >= 500) admission.settle("server_error");
    else if (c.res.status >= 400) admission.settle("client_error");
    return undefined;
  };
}

/** draft-ietf-httpapi-ratelimit-headers: the policy, and what is left of it. Per region. */
function setRateHeaders(c: AppContext, rate: RateLimitState): void {
  c.header("RateLimit-Policy", `"default";q=${rate.burst};w=${Math.ceil((rate.burst * 60) / rate.perMinute)}`);
  c.header("RateLimit", `"default";r=${rate.remaining};t=${rate.resetSeconds}`);
}
