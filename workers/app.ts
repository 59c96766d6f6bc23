/** The way of a request, read from top to bottom: id and log, headers, then the surface that its path names. */
import { Hono } from "hono";
import { authRoutes } from "./api/auth.ts";
import { restRoutes } from "./api/rest.ts";
import { answerRefusal } from "./dashboard/answer-refusal.ts";
import { docsRoutes } from "./dashboard/docs/docs-routes.ts";
import { pageRoutes } from "./dashboard/page-routes.ts";
import { shellRoutes } from "./dashboard/shell.ts";
import type { AppEnv } from "./http/app-env.ts";
import { refusalOfUnknown } from "./http/not-found.ts";
import { refusalOfThrow } from "./http/refusal-of-throw.ts";
import { requestLog } from "./http/request-log.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { mcpRoutes } from "./mcp/mcp-routes.ts";
import { discoveryRoutes } from "./mcp/well-known.ts";
import { oauthRoutes } from "./oauth/oauth-routes.ts";

export const app = new Hono<AppEnv>();

app.use(requestLog());
app.use(securityHeaders());
app.route("/", oauthRoutes);
app.route("/", discoveryRoutes);
app.route("/", mcpRoutes);
app.route("/", restRoutes);
app.route("/", authRoutes);
app.route("/", docsRoutes);
app.route("/", pageRoutes);
app.route("/", shellRoutes);
app.notFound((c) => answerRefusal(c, refusalOfUnknown(app, c)));
app.onError((thrown, c) => answerRefusal(c, refusalOfThrow(thrown, c.get("requestId"))));
