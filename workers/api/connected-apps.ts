/** `/v1/connected-apps`: which apps are connected, less for one of them, and its end. No app is connected by this. */
import type { RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { appIdSchema } from "#shared/ids.ts";
import { ifMatchSchema } from "#shared/if-match.ts";
import {
  appPageSchema,
  changeAppSchema,
  changedAppSchema,
  connectedAppSchema,
  cutOffAppSchema,
  cutOffSchema,
  disconnectedAppSchema,
  listAppsSchema,
} from "#shared/management/apps.ts";
import { appUsageSchema, usageQuerySchema } from "#shared/management/usage.ts";
import { err, ok } from "#shared/result.ts";
import { changeApp } from "#workers/apps/change-app.ts";
import { cutOffApp } from "#workers/apps/cut-off-app.ts";
import { disconnectApp } from "#workers/apps/disconnect-app.ts";
import { findApp, type Viewer } from "#workers/apps/app-rows.ts";
import { listApps } from "#workers/apps/list-apps.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { reply } from "#workers/http/problem.ts";
import { readUsage } from "#workers/usage/read-usage.ts";
import { actOf } from "./act-of.ts";
import { replyPropagated } from "./propagated.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Connected apps"];
const params = z.object({ id: appIdSchema });
const confirmSchema = z.strictObject({ confirm: z.literal("used-recently").optional() });
const ifMatchHeader = z.object({
  "If-Match": ifMatchSchema.optional().meta({
    description:
      "The `etag` of the app as you read it, in quotes: an app that was changed since is left as it is (412).",
  }),
});
const NO_APP = err({ code: "not_found", what: "app" } as const);

/** The answers of an act with a receipt. */
function heard<S extends z.ZodType>(
  schema: S,
): Record<200 | 202, { description: string } & ReturnType<typeof json<S>>> {
  return {
    200: { description: "Done, and heard everywhere.", ...json(schema) },
    202: { description: "Done, but not yet heard everywhere: see `propagation`.", ...json(schema) },
  } satisfies RouteConfig["responses"];
}

export const connectedAppRoutes = router()
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/connected-apps",
      summary: "List connected apps",
      description: "Your own, and those that reach a workspace you own or administer. The latest connected first.",
      tags,
      request: { query: listAppsSchema },
      responses: { 200: { description: "A page of apps.", ...json(appPageSchema) } },
    }),
    async (c) => reply(c, await listApps(c.env.DB, viewerOf(c), c.req.valid("query")), 200),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/connected-apps/{id}",
      summary: "Read a connected app",
      tags,
      request: { params },
      responses: { 200: { description: "The app.", ...json(connectedAppSchema) } },
    }),
    async (c) => {
      const app = await findApp(c.env.DB, viewerOf(c), c.req.valid("param").id);
      if (app !== null) c.header("ETag", `"${app.etag}"`);
      return reply(c, app === null ? NO_APP : ok(app), 200);
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "patch",
      path: "/v1/connected-apps/{id}",
      summary: "Take permissions or workspaces from an app",
      description:
        "The lists given replace the app's and can only be shorter: to give an app more, connect it again from the app.",
      tags,
      request: { params, headers: ifMatchHeader, body: { required: true, ...json(changeAppSchema) } },
      responses: heard(changedAppSchema),
    }),
    async (c) => {
      const wish = { change: c.req.valid("json"), ifMatch: c.req.valid("header")["If-Match"] ?? null };
      const changed = await changeApp(actOf(c), c.req.valid("param").id, wish);
      if (changed.ok) c.header("ETag", `"${changed.value.app.etag}"`);
      return replyPropagated(c, changed);
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "delete",
      path: "/v1/connected-apps/{id}",
      summary: "Disconnect an app",
      description:
        "Its tokens stop everywhere before the answer. An app used within 24 hours needs `?confirm=used-recently`.",
      tags,
      request: { params, query: confirmSchema },
      responses: heard(disconnectedAppSchema),
    }),
    async (c) => {
      const confirmed = c.req.valid("query").confirm !== undefined;
      return replyPropagated(c, await disconnectApp(actOf(c), c.req.valid("param").id, confirmed));
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/connected-apps/{id}/cut-off",
      summary: "Cut an app off from a workspace",
      description: "For owners and admins of the workspace, of other people's apps too. The app stays connected.",
      tags,
      request: { params, body: { required: true, ...json(cutOffSchema) } },
      responses: heard(cutOffAppSchema),
    }),
    async (c) => {
      const { workspace } = c.req.valid("json");
      return replyPropagated(c, await cutOffApp(actOf(c), c.req.valid("param").id, workspace));
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/connected-apps/{id}/usage",
      summary: "How an app was used",
      description: "Every bucket of the span, also the empty ones. Late by a flush of the gates: a minute by default.",
      tags,
      request: { params, query: usageQuerySchema },
      responses: { 200: { description: "Counts.", ...json(appUsageSchema) } },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const viewer = viewerOf(c);
      if ((await findApp(c.env.DB, viewer, id)) === null) return reply(c, NO_APP, 200);
      const usage = await readUsage(c.env.DB, { ...c.req.valid("query"), credentialId: id, now: viewer.now });
      return reply(c, usage.ok ? ok({ app_id: id, ...usage.value }) : usage, 200);
    },
  );

function viewerOf(c: AppContext): Viewer {
  return { userId: c.get("principal").userId, now: epochMs(Date.now()) };
}
