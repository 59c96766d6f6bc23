/** `/v1/events`. */
import { z } from "zod";
import {
  eventOrderSchema,
  eventPageSchema,
  eventPatchSchema,
  eventRefSchema,
  eventSchema,
  listEventsInputSchema,
  newEventSchema,
} from "#shared/content/events.ts";
import { limitTextSchema } from "#shared/paging.ts";
import { workspaceInputSchema } from "#shared/content/workspaces.ts";
import { contentDeps } from "#workers/content/deps.ts";
import { createEvent } from "#workers/content/events/create-event.ts";
import { deleteEvent } from "#workers/content/events/delete-event.ts";
import { getEvent } from "#workers/content/events/get-event.ts";
import { listEvents } from "#workers/content/events/list-events.ts";
import { updateEvent } from "#workers/content/events/update-event.ts";
import { problem, reply } from "#workers/http/problem.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Events"];
const one = { description: "The event.", ...json(eventSchema) };

const list = route({
  access: "mcp:read",
  tool: "list_events",
  method: "get",
  path: "/v1/events",
  summary: "List events",
  description: "The earliest first, unless `sort` says otherwise. Filters are joined by AND.",
  tags,
  request: {
    query: z.strictObject({ ...listEventsInputSchema.shape, sort: eventOrderSchema, limit: limitTextSchema }),
  },
  responses: { 200: { description: "A page of events.", ...json(eventPageSchema) } },
});

const create = route({
  access: "mcp:write",
  tool: "create_event",
  method: "post",
  path: "/v1/events",
  summary: "Create an event",
  tags,
  request: {
    query: z.strictObject({ workspace: workspaceInputSchema }),
    body: { ...json(newEventSchema), required: true },
  },
  responses: { 201: one },
});

const get = route({
  access: "mcp:read",
  tool: "get_event",
  method: "get",
  path: "/v1/events/{id}",
  summary: "Read an event",
  tags,
  request: { params: eventRefSchema },
  responses: { 200: one },
});

const update = route({
  access: "mcp:write",
  tool: "update_event",
  method: "patch",
  path: "/v1/events/{id}",
  summary: "Change an event",
  description: "What is not given stays; null clears.",
  tags,
  request: { params: eventRefSchema, body: { ...json(eventPatchSchema), required: true } },
  responses: { 200: one },
});

const remove = route({
  access: "mcp:write",
  method: "delete",
  path: "/v1/events/{id}",
  summary: "Delete an event",
  description: "Its production items go with it; its documents stay, without an event.",
  tags,
  request: { params: eventRefSchema },
  responses: { 204: { description: "Deleted." } },
});

export const eventsRoutes = router()
  .openapi(list, async (c) => {
    return reply(c, await listEvents(contentDeps(c.env), c.get("principal"), c.req.valid("query")), 200);
  })
  .openapi(create, async (c) => {
    const input = { ...c.req.valid("query"), ...c.req.valid("json") };
    return reply(c, await createEvent(contentDeps(c.env), c.get("principal"), input), 201);
  })
  .openapi(get, async (c) => {
    return reply(c, await getEvent(contentDeps(c.env), c.get("principal"), c.req.valid("param")), 200);
  })
  .openapi(update, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("json") };
    return reply(c, await updateEvent(contentDeps(c.env), c.get("principal"), input), 200);
  })
  .openapi(remove, async (c) => {
    const deleted = await deleteEvent(contentDeps(c.env), c.get("principal"), c.req.valid("param"));
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error);
  });
