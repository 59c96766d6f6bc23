/** `/v1/workspaces`: the workspaces themselves. Who belongs to them is in `members.ts` and `invitations.ts`. */
import { z } from "zod";
import { workspaceIdSchema } from "#shared/ids.ts";
import {
  changeWorkspaceSchema,
  createWorkspaceSchema,
  deletedWorkspaceSchema,
  deleteWorkspaceQuerySchema,
  pageQuerySchema,
  sampleDataSchema,
  workspacePageSchema,
  workspaceSchema,
} from "#shared/management/workspaces.ts";
import { reply } from "#workers/http/problem.ts";
import { addSampleData } from "#workers/workspaces/add-sample-data.ts";
import { changeWorkspace } from "#workers/workspaces/change-workspace.ts";
import { createWorkspace } from "#workers/workspaces/create-workspace.ts";
import { deleteWorkspace } from "#workers/workspaces/delete-workspace.ts";
import { listWorkspaces } from "#workers/workspaces/list-workspaces.ts";
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
      description: "Those that your key reaches; by session, those you belong to.",
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
      method: "patch",
      path: "/v1/workspaces/{id}",
      summary: "Change a workspace",
      description: "Its name, its slug, and what it asks of keys made or changed from now on. For owners and admins.",
      tags,
      request: { params, body: { required: true, ...json(changeWorkspaceSchema) } },
      responses: { 200: { description: "The workspace.", ...json(workspaceSchema) } },
    }),
    async (c) => reply(c, await changeWorkspace(actOf(c), c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "delete",
      path: "/v1/workspaces/{id}",
      summary: "Delete a workspace",
      description:
        "With all that is in it; keys lose it everywhere before the answer, and stay. For owners, who repeat its name.",
      tags,
      request: { params, query: deleteWorkspaceQuerySchema },
      responses: {
        200: { description: "Deleted, and heard everywhere.", ...json(deletedWorkspaceSchema) },
        202: { description: "Deleted, but not yet heard everywhere.", ...json(deletedWorkspaceSchema) },
      },
    }),
    async (c) =>
      replyPropagated(c, await deleteWorkspace(actOf(c), c.req.valid("param").id, c.req.valid("query").name)),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/workspaces/{id}/sample-data",
      summary: "Add sample data",
      description: "Events, documents, production items and automations, into a workspace that has none. Once.",
      tags,
      request: { params },
      responses: { 201: { description: "How many of each were added.", ...json(sampleDataSchema) } },
    }),
    async (c) => reply(c, await addSampleData(actOf(c), c.req.valid("param").id), 201),
  );
