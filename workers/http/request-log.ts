/** The outermost middleware: gives the request its id, and logs one line when it has been answered. */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { mintId } from "#shared/ids.ts";
import type { AppEnv } from "./app-env.ts";
import { logEvent } from "./log.ts";

/** Sets `X-Request-Id` on every answer. Ids are ours: a caller's own header is not repeated. */
export function requestLog(): MiddlewareHandler<AppEnv> {
  return async function logRequest(c, next) {
    const requestId = `req_${mintId(16)}`;
    const startedAt = Date.now();
    c.set("requestId", requestId);
    await next();
    c.res.headers.set("X-Request-Id", requestId);
    logEvent("info", "request", {
      request_id: requestId,
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      refusal: c.get("refusalCode"),
      // oxlint-disable-next-line typescript/no-unnecessary-condition -- absent where no guard ran
      credential: c.get("principal")?.credential.id,
      duration_ms: Date.now() - startedAt,
    });
  };
}
