/** `/v1/workspaces/{id}/members`: who belongs to a workspace, and as what. */
import type { RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import { userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import {
  addMemberSchema,
  changedMemberSchema,
  changeMemberSchema,
  memberPageSchema,
  memberSchema,
  removedMemberSchema,
} from "#shared/management/members.ts";
import { pageQuerySchema } from "#shared/management/workspaces.ts";
import { reply } from "#workers/http/problem.ts";
import { addMember } from "#workers/workspaces/add-member.ts";
import { changeMember } from "#workers/workspaces/change-member.ts";
import { listMembers } from "#workers/workspaces/list-members.ts";
import { removeMember } from "#workers/workspaces/remove-member.ts";
import { actOf } from "./act-of.ts";
import { replyPropagated } from "./propagated.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Members"];
const params = z.object({ id: workspaceIdSchema });
const memberParams = params.extend({ userId: userIdSchema });

const CHANGED = {
  200: { description: "The member, and who has heard of the change: everywhere.", ...json(changedMemberSchema) },
  202: { description: "Made, but not yet heard everywhere: see `propagation`.", ...json(changedMemberSchema) },
} satisfies RouteConfig["responses"];

export const memberRoutes = router()
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/workspaces/{id}/members",
      summary: "List members",
      description: "Who runs the workspace also sees how many keys reach it, and when each was last here.",
      tags,
      request: { params, query: pageQuerySchema },
      responses: { 200: { description: "A page of members.", ...json(memberPageSchema) } },
    }),
    async (c) => {
      const means = { db: c.env.DB, principal: c.get("principal") };
      return reply(c, await listMembers(means, c.req.valid("param").id, c.req.valid("query")), 200);
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/workspaces/{id}/members",
      summary: "Add an existing user",
      description: "By `user_id` or `email`. Only owners add owners.",
      tags,
      request: { params, body: { required: true, ...json(addMemberSchema) } },
      responses: { 201: { description: "The member.", ...json(memberSchema) } },
    }),
    async (c) => reply(c, await addMember(actOf(c), c.req.valid("param").id, c.req.valid("json")), 201),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "patch",
      path: "/v1/workspaces/{id}/members/{userId}",
      summary: "Change a member's role",
      description:
        "What a demotion takes from their keys and apps is gone everywhere before the answer. Only owners make or change owners, and the last one stays.",
      tags,
      request: { params: memberParams, body: { required: true, ...json(changeMemberSchema) } },
      responses: CHANGED,
    }),
    async (c) => {
      const { id: workspaceId, userId } = c.req.valid("param");
      return replyPropagated(c, await changeMember(actOf(c), { workspaceId, userId }, c.req.valid("json").role));
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "delete",
      path: "/v1/workspaces/{id}/members/{userId}",
      summary: "Remove a member",
      description:
        "Their keys and apps lose the workspace everywhere before the answer, and their invitations end. Remove yourself to leave. The last owner stays.",
      tags,
      request: { params: memberParams },
      responses: {
        200: { description: "Removed, and heard everywhere.", ...json(removedMemberSchema) },
        202: { description: "Removed, but not yet heard everywhere.", ...json(removedMemberSchema) },
      },
    }),
    async (c) => {
      const { id, userId } = c.req.valid("param");
      return replyPropagated(c, await removeMember(actOf(c), id, userId));
    },
  );
