/** `GET /v1/openapi.json`: OpenAPI 3.1, generated from the route declarations. */
import { Hono } from "hono";
import type { App, AppEnv } from "#workers/http/app-env.ts";

const INFO = {
  title: "Latchkey",
  version: "1",
  description:
    "API keys and MCP access for a workspace product. Bodies are JSON in snake_case, times ISO 8601 UTC, lists " +
    "`{data, next_cursor}`, errors RFC 9457 problem details.",
} as const;

/** Public, and the same for everybody; made at the first request for it. */
export function openApiRoutes(routes: App): Hono<AppEnv> {
  let document: string | undefined;
  return new Hono<AppEnv>().get("/v1/openapi.json", (c) => {
    document ??= JSON.stringify(describeRoutes(routes));
    return c.body(document, 200, { "Content-Type": "application/json", "Cache-Control": "public, max-age=300" });
  });
}

function describeRoutes(routes: App): object {
  routes.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  routes.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "latchkey.session_token",
    description: "A person who signed in, on this site's own pages; `__Secure-` before the name on https.",
  });
  routes.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "apiKey",
    in: "header",
    name: "X-Api-Key",
  });
  return routes.getOpenAPI31Document({ openapi: "3.1.0", info: INFO, servers: [{ url: "/" }] });
}
