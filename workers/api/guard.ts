/** Middleware: who is calling, and may they use this route? Every route under /v1 but setup goes through here. */
import type { MiddlewareHandler } from "hono";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Scope } from "#shared/scopes.ts";
import type { ToolName } from "#shared/tool-names.ts";
import { admitRequest } from "#workers/access/admit-request.ts";
import type { AppEnv } from "#workers/http/app-env.ts";
import { problem } from "#workers/http/problem.ts";
import { setRateHeaders } from "#workers/http/rate-headers.ts";

/** What a route asks of its caller: one scope, any good credential, or nothing (setup alone). */
export type Access = Scope | "any" | "public";

export type Guarded = {
  readonly access: Exclude<Access, "public">;
  readonly tool: ToolName | undefined;
  /** The route's pattern, as usage names it. */
  readonly operation: string;
};

/** Authenticates, checks the scope and the tools the key is narrowed to, and counts how the request ended. */
export function guard({ access, tool, operation }: Guarded): MiddlewareHandler<AppEnv> {
  return async function guardRoute(c, next) {
    const admission = await admitRequest(c, { surface: "rest", name: operation }, { metered: true });
    setRateHeaders(c, admission.rate);
    if (!admission.verdict.ok) return problem(c, admission.verdict.error);
    const principal = admission.verdict.value;
    c.set("principal", principal);
    c.set("rate", admission.rate);
    const refusal = refuseRoute(principal, access, tool);
    if (refusal !== null) {
      admission.settle("forbidden");
      return problem(c, refusal);
    }
    await next();
    if (c.res.status >= 500) admission.settle("server_error");
    else if (c.res.status >= 400) admission.settle("client_error");
    return undefined;
  };
}

/** A key that is narrowed to some MCP tools can do by REST what those tools do, and no more. */
function refuseRoute(principal: Principal, access: Guarded["access"], tool: ToolName | undefined): Refusal | null {
  if (access === "any") return null;
  if (!principal.scopes.includes(access)) return { code: "missing_scope", needed: [access] };
  if (access === "keys:manage" || principal.allowedTools === null) return null;
  const isAllowed = tool !== undefined && principal.allowedTools.includes(tool);
  return isAllowed ? null : { code: "tool_not_allowed" };
}
