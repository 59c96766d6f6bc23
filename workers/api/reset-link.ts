/** `POST /v1/workspaces/{id}/members/{userId}/reset-link`: a way back in for a member without a mail server. */
import { z } from "zod";
import { userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import { resetLinkSchema } from "#shared/management/session.ts";
import { reply } from "#workers/http/problem.ts";
import { makeResetLink } from "#workers/people/reset-link.ts";
import { actOf } from "./act-of.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

export const resetLinkRoutes = router().openapi(
  route({
    access: "session",
    method: "post",
    path: "/v1/workspaces/{id}/members/{userId}/reset-link",
    summary: "Make a password reset link for a member",
    description:
      "Works once, for an hour, and ends all of their sessions. You must own every workspace they belong to, since " +
      "whoever has the link becomes them.",
    tags: ["Workspaces"],
    request: { params: z.object({ id: workspaceIdSchema, userId: userIdSchema }) },
    responses: { 201: { description: "The link.", ...json(resetLinkSchema) } },
  }),
  async (c) => {
    const { id: workspaceId, userId } = c.req.valid("param");
    const { origin } = new URL(c.req.url);
    return reply(c, await makeResetLink(actOf(c), { origin, workspaceId, userId }), 201);
  },
);
