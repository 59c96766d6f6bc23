/** Middleware: who is calling, and may they use this route? Every route under /v1 but setup goes through here. */
import type { MiddlewareHandler, Next } from "hono";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Scope } from "#shared/scopes.ts";
import type { ToolName } from "#shared/tool-names.ts";
import { admitRequest } from "#workers/access/admit-request.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { problem } from "#workers/http/problem.ts";
import { setRateHeaders } from "#workers/http/rate-headers.ts";
import { setServerTiming } from "#workers/http/server-timing.ts";
import { hasOnlySession, sessionPrincipal } from "./session-principal.ts";

/** What a route asks of its caller: one scope, any good credential, a signed-in person, or nothing (setup alone). */
export type Access = Scope | "any" | "session" | "public";

export type Guarded = {
  readonly access: Exclude<Access, "public">;
  readonly tool: ToolName | undefined;
  /** The route's pattern, as usage names it. */
  readonly operation: string;
};

/** Authenticates, checks the scope and the tools the key is narrowed to, and counts how the request ended. */
export function guard({ access, tool, operation }: Guarded): MiddlewareHandler<AppEnv> {
  return async function guardRoute(c, next) {
    if (hasOnlySession(c)) return guardSession(c, next);
    const admission = await admitRequest(c, { surface: "rest", name: operation }, { metered: true });
    setRateHeaders(c, admission.rate);
    setServerTiming(c, admission.steps);
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

/** A session is a person's: every route is theirs to ask, and the use case looks at their roles. Not usage of a key. */
async function guardSession(c: AppContext, next: Next): Promise<Response | undefined> {
  const startedAt = Date.now();
  const principal = await sessionPrincipal(c);
  setServerTiming(c, [{ name: "d1", ms: Date.now() - startedAt }]);
  if (!principal.ok) return problem(c, principal.error);
  c.set("principal", principal.value);
  c.set("rate", null);
  await next();
  return undefined;
}

/** A key that is narrowed to some MCP tools can do by REST what those tools do, and no more. */
function refuseRoute(principal: Principal, access: Guarded["access"], tool: ToolName | undefined): Refusal | null {
  if (access === "any") return null;
  if (access === "session") return { code: "session_required" };
  if (!principal.scopes.includes(access)) return { code: "missing_scope", needed: [access] };
  if (access === "keys:manage" || principal.allowedTools === null) return null;
  const isAllowed = tool !== undefined && principal.allowedTools.includes(tool);
  return isAllowed ? null : { code: "tool_not_allowed" };
}
