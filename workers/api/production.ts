/** `/v1/production`: items, and how an event stands. */
import { z } from "zod";
import { limitTextSchema } from "#shared/paging.ts";
import {
  getProductionStatusInputSchema,
  itemPatchSchema,
  itemRefSchema,
  listItemsInputSchema,
  newItemSchema,
  productionItemPageSchema,
  productionItemSchema,
  productionStatusSchema,
} from "#shared/content/production.ts";
import { workspaceInputSchema } from "#shared/content/workspaces.ts";
import { contentDeps } from "#workers/content/deps.ts";
import { createItem } from "#workers/content/production/create-item.ts";
import { deleteItem } from "#workers/content/production/delete-item.ts";
import { getItem } from "#workers/content/production/get-item.ts";
import { getProductionStatus } from "#workers/content/production/get-production-status.ts";
import { listItems } from "#workers/content/production/list-items.ts";
import { updateItem } from "#workers/content/production/update-item.ts";
import { problem, reply } from "#workers/http/problem.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Production"];
const one = { description: "The item.", ...json(productionItemSchema) };

/** A boolean where it comes as text: in a URL's query. */
const flagTextSchema = z.enum(["true", "false"], "expected true or false").transform((text) => text === "true");

const status = route({
  access: "mcp:read",
  tool: "get_production_status",
  method: "get",
  path: "/v1/production/status",
  summary: "How does an event stand?",
  description: "Counts of its items by status, what is blocked, and what is overdue.",
  tags,
  request: { query: getProductionStatusInputSchema },
  responses: { 200: { description: "The status.", ...json(productionStatusSchema) } },
});

const list = route({
  access: "mcp:read",
  tool: "get_production_status",
  method: "get",
  path: "/v1/production/items",
  summary: "List production items",
  description: "What is due first comes first. Filters are joined by AND.",
  tags,
  request: {
    query: z.strictObject({
      ...listItemsInputSchema.shape,
      overdue: flagTextSchema.optional().meta({ description: "`true`: only items due before now and not done." }),
      limit: limitTextSchema,
    }),
  },
  responses: { 200: { description: "A page of items.", ...json(productionItemPageSchema) } },
});

const create = route({
  access: "mcp:write",
  method: "post",
  path: "/v1/production/items",
  summary: "Create a production item",
  tags,
  request: {
    query: z.strictObject({ workspace: workspaceInputSchema }),
    body: { ...json(newItemSchema), required: true },
  },
  responses: { 201: one },
});

const get = route({
  access: "mcp:read",
  tool: "get_production_status",
  method: "get",
  path: "/v1/production/items/{id}",
  summary: "Read a production item",
  tags,
  request: { params: itemRefSchema },
  responses: { 200: one },
});

const update = route({
  access: "mcp:write",
  tool: "update_production_item",
  method: "patch",
  path: "/v1/production/items/{id}",
  summary: "Change a production item",
  description: "What is not given stays; null clears.",
  tags,
  request: { params: itemRefSchema, body: { ...json(itemPatchSchema), required: true } },
  responses: { 200: one },
});

const remove = route({
  access: "mcp:write",
  method: "delete",
  path: "/v1/production/items/{id}",
  summary: "Delete a production item",
  tags,
  request: { params: itemRefSchema },
  responses: { 204: { description: "Deleted." } },
});

export const productionRoutes = router()
  .openapi(status, async (c) => {
    const input = c.req.valid("query");
    return reply(c, await getProductionStatus(contentDeps(c.env), c.get("principal"), input), 200);
  })
  .openapi(list, async (c) => {
    return reply(c, await listItems(contentDeps(c.env), c.get("principal"), c.req.valid("query")), 200);
  })
  .openapi(create, async (c) => {
    const input = { ...c.req.valid("query"), ...c.req.valid("json") };
    return reply(c, await createItem(contentDeps(c.env), c.get("principal"), input), 201);
  })
  .openapi(get, async (c) => {
    return reply(c, await getItem(contentDeps(c.env), c.get("principal"), c.req.valid("param")), 200);
  })
  .openapi(update, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("json") };
    return reply(c, await updateItem(contentDeps(c.env), c.get("principal"), input), 200);
  })
  .openapi(remove, async (c) => {
    const deleted = await deleteItem(contentDeps(c.env), c.get("principal"), c.req.valid("param"));
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error);
  });
