/** Requests that no route took: the wrong method for a known path is 405 with `Allow` (RFC 9110 §15.5.6), else 404. */
import type { Hono } from "hono";
import type { AppContext, AppEnv } from "./app-env.ts";
import { problem } from "./problem.ts";

/** Hono's `notFound` for `app`. */
export function notFound(app: Hono<AppEnv>): (c: AppContext) => Response {
  return (c) => {
    const allow = allowedMethods(app, c.req.path);
    if (allow.length > 0) return problem(c, { code: "method_not_allowed", allow });
    return problem(c, { code: "not_found", what: "address" });
  };
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
