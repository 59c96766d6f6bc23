/** Requests that no route took: the wrong method for a known path is 405 with `Allow` (RFC 9110 §15.5.6), else 404. */
import type { Hono } from "hono";
import type { Refusal } from "#shared/refusals.ts";
import type { AppContext, AppEnv } from "./app-env.ts";

/** Why `app` has no answer to this request. */
export function refusalOfUnknown(app: Hono<AppEnv>, c: AppContext): Refusal {
  const allow = allowedMethods(app, c.req.path);
  return allow.length > 0 ? { code: "method_not_allowed", allow } : { code: "not_found", what: "address" };
}

function allowedMethods(app: Hono<AppEnv>, path: string): string[] {
  const methods = app.routes
    .filter((route) => route.method !== "ALL" && patternOf(route.path).test(path))
    .map((route) => route.method);
  return [...new Set(methods)].toSorted();
}

/** A Hono path as a pattern: `:name` and `:name{regex}` are one segment, `*` is anything. */
function patternOf(path: string): RegExp {
  const pattern = path.replaceAll(/:[A-Za-z]+(?:\{[^/]*\})?/g, "[^/]+").replaceAll("*", ".*");
  return new RegExp(`^${pattern}$`);
}
