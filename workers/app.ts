/** The way of a request, read from top to bottom: id and log, headers, then the surface that its path names. */
import { Hono } from "hono";
import { authRoutes } from "./api/auth.ts";
import { docsRoutes } from "./api/docs/docs-routes.ts";
import { restRoutes } from "./api/rest.ts";
import { setupPageRoutes } from "./api/setup-page.ts";
import { shellRoutes } from "./dashboard/shell.ts";
import type { AppEnv } from "./http/app-env.ts";
import { notFound } from "./http/not-found.ts";
import { problem } from "./http/problem.ts";
import { refusalOfThrow } from "./http/refusal-of-throw.ts";
import { requestLog } from "./http/request-log.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { mcpRoutes } from "./mcp/mcp-routes.ts";
import { discoveryRoutes } from "./mcp/well-known.ts";

export const app = new Hono<AppEnv>();

app.use(requestLog());
app.use(securityHeaders());
app.route("/", discoveryRoutes);
app.route("/", mcpRoutes);
app.route("/", restRoutes);
app.route("/", authRoutes);
app.route("/", docsRoutes);
app.route("/", setupPageRoutes);
app.route("/", shellRoutes);
app.notFound(notFound(app));
app.onError((thrown, c) => problem(c, refusalOfThrow(thrown, c.get("requestId"))));
