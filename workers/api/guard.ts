/** Middleware: who is calling, and may they use this route? Every route under /v1 but setup goes through here. */
import type { MiddlewareHandler } from "hono";
import type { Scope } from "#shared/scopes.ts";
import { admitRequest } from "#workers/access/admit-request.ts";
import type { AppEnv } from "#workers/http/app-env.ts";
import { problem } from "#workers/http/problem.ts";
import { setRateHeaders } from "#workers/http/rate-headers.ts";

/** What a route asks of its caller: one scope, any good credential, or nothing (setup alone). */
export type Access = Scope | "any" | "public";

/** Authenticates, checks the scope, and counts how the request ended. `operation` is the route's pattern. */
export function guard(access: Exclude<Access, "public">, operation: string): MiddlewareHandler<AppEnv> {
  return async function guardRoute(c, next) {
    const admission = await admitRequest(c, { surface: "rest", name: operation }, { metered: true });
    setRateHeaders(c, admission.rate);
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
