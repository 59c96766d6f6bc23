/** `/v1/workspaces` and their members. */
import { z } from "zod";
import { userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import { addMemberSchema, memberPageSchema, memberSchema, removedMemberSchema } from "#shared/management/members.ts";
import {
  createWorkspaceSchema,
  pageQuerySchema,
  workspacePageSchema,
  workspaceSchema,
} from "#shared/management/workspaces.ts";
import { reply } from "#workers/http/problem.ts";
import { addMember } from "#workers/workspaces/add-member.ts";
import { createWorkspace } from "#workers/workspaces/create-workspace.ts";
import { listMembers } from "#workers/workspaces/list-members.ts";
import { listWorkspaces } from "#workers/workspaces/list-workspaces.ts";
import { removeMember } from "#workers/workspaces/remove-member.ts";
import { actOf } from "./act-of.ts";
import { replyPropagated } from "./propagated.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Workspaces"];
const params = z.object({ id: workspaceIdSchema });

export const workspaceRoutes = router()
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/workspaces",
      summary: "List workspaces",
      description: "Those that your key reaches.",
      tags,
      request: { query: pageQuerySchema },
      responses: { 200: { description: "A page of workspaces.", ...json(workspacePageSchema) } },
    }),
    async (c) => reply(c, await listWorkspaces(c.env.DB, c.get("principal"), c.req.valid("query")), 200),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/workspaces",
      summary: "Create a workspace",
      description: "You own it, and the key that creates it reaches it.",
      tags,
      request: { body: { required: true, ...json(createWorkspaceSchema) } },
      responses: { 201: { description: "The workspace.", ...json(workspaceSchema) } },
    }),
    async (c) => reply(c, await createWorkspace(actOf(c), c.req.valid("json").name), 201),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/workspaces/{id}/members",
      summary: "List members",
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
      method: "delete",
      path: "/v1/workspaces/{id}/members/{userId}",
      summary: "Remove a member",
      description: "Their keys lose the workspace everywhere before the answer. The last owner stays.",
      tags,
      request: { params: params.extend({ userId: userIdSchema }) },
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
