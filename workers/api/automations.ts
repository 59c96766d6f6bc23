/** `/v1/automations`, their runs and their signing secrets. */
import { z } from "zod";
import {
  automationPageSchema,
  automationPatchSchema,
  automationRefSchema,
  automationSchema,
  createdAutomationSchema,
  listAutomationsInputSchema,
  listRunsInputSchema,
  newAutomationSchema,
  newRunSchema,
  runAutomationInputSchema,
  runPageSchema,
  runSchema,
  signingSecretSchema,
} from "#shared/content/automations.ts";
import { limitTextSchema } from "#shared/paging.ts";
import { workspaceInputSchema } from "#shared/content/workspaces.ts";
import { createAutomation } from "#workers/content/automations/create-automation.ts";
import { deleteAutomation } from "#workers/content/automations/delete-automation.ts";
import { getAutomation } from "#workers/content/automations/get-automation.ts";
import { getSigningSecret } from "#workers/content/automations/get-signing-secret.ts";
import { listAutomations } from "#workers/content/automations/list-automations.ts";
import { listRuns } from "#workers/content/automations/list-runs.ts";
import { runAutomation } from "#workers/content/automations/run-automation.ts";
import { updateAutomation } from "#workers/content/automations/update-automation.ts";
import { contentDeps } from "#workers/content/deps.ts";
import { problem, reply } from "#workers/http/problem.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Automations"];
const one = { description: "The automation.", ...json(automationSchema) };

const list = route({
  access: "mcp:execute",
  tool: "list_automations",
  method: "get",
  path: "/v1/automations",
  summary: "List automations",
  description: "The oldest first.",
  tags,
  request: { query: z.strictObject({ ...listAutomationsInputSchema.shape, limit: limitTextSchema }) },
  responses: { 200: { description: "A page of automations.", ...json(automationPageSchema) } },
});

const create = route({
  access: "mcp:write",
  method: "post",
  path: "/v1/automations",
  summary: "Create an automation",
  description: "Answers the secret that its webhook checks our signatures with.",
  tags,
  request: {
    query: z.strictObject({ workspace: workspaceInputSchema }),
    body: { ...json(newAutomationSchema), required: true },
  },
  responses: { 201: { description: "The automation and its secret.", ...json(createdAutomationSchema) } },
});

const get = route({
  access: "mcp:execute",
  tool: "list_automations",
  method: "get",
  path: "/v1/automations/{id}",
  summary: "Read an automation",
  tags,
  request: { params: automationRefSchema },
  responses: { 200: one },
});

const update = route({
  access: "mcp:write",
  method: "patch",
  path: "/v1/automations/{id}",
  summary: "Change an automation",
  description: "What is not given stays.",
  tags,
  request: { params: automationRefSchema, body: { ...json(automationPatchSchema), required: true } },
  responses: { 200: one },
});

const remove = route({
  access: "mcp:write",
  method: "delete",
  path: "/v1/automations/{id}",
  summary: "Delete an automation",
  description: "The record of its runs goes with it.",
  tags,
  request: { params: automationRefSchema },
  responses: { 204: { description: "Deleted." } },
});

const signingSecret = route({
  access: "mcp:write",
  method: "get",
  path: "/v1/automations/{id}/signing-secret",
  summary: "Read an automation's signing secret",
  description: "The key of the `Latchkey-Signature` header's HMAC-SHA-256 over `<t>.<body>`.",
  tags,
  request: { params: automationRefSchema },
  responses: { 200: { description: "The secret.", ...json(signingSecretSchema) } },
});

const run = route({
  access: "mcp:execute",
  tool: "run_automation",
  method: "post",
  path: "/v1/automations/{id}/run",
  summary: "Run an automation",
  description:
    "Calls the webhook once and waits for its answer, 10 s at most. A webhook that fails is a run with the status " +
    "`failed`, answered 200. Repeating the request is another run.",
  tags,
  bodyOptional: true,
  request: { params: automationRefSchema, body: { ...json(newRunSchema), required: false } },
  responses: { 200: { description: "The run.", ...json(runSchema) } },
});

const runs = route({
  access: "mcp:execute",
  tool: "list_automations",
  method: "get",
  path: "/v1/automations/{id}/runs",
  summary: "List an automation's runs",
  description: "The latest first. A run that could not be followed to its end stays `running`.",
  tags,
  request: {
    params: automationRefSchema,
    query: z.strictObject({ cursor: listRunsInputSchema.shape.cursor, limit: limitTextSchema }),
  },
  responses: { 200: { description: "A page of runs.", ...json(runPageSchema) } },
});

export const automationsRoutes = router()
  .openapi(list, async (c) => {
    return reply(c, await listAutomations(contentDeps(c.env), c.get("principal"), c.req.valid("query")), 200);
  })
  .openapi(create, async (c) => {
    const input = { ...c.req.valid("query"), ...c.req.valid("json") };
    c.header("Cache-Control", "no-store");
    return reply(c, await createAutomation(contentDeps(c.env), c.get("principal"), input), 201);
  })
  .openapi(get, async (c) => {
    return reply(c, await getAutomation(contentDeps(c.env), c.get("principal"), c.req.valid("param")), 200);
  })
  .openapi(update, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("json") };
    return reply(c, await updateAutomation(contentDeps(c.env), c.get("principal"), input), 200);
  })
  .openapi(remove, async (c) => {
    const deleted = await deleteAutomation(contentDeps(c.env), c.get("principal"), c.req.valid("param"));
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error);
  })
  .openapi(signingSecret, async (c) => {
    c.header("Cache-Control", "no-store");
    return reply(c, await getSigningSecret(contentDeps(c.env), c.get("principal"), c.req.valid("param")), 200);
  })
  .openapi(run, async (c) => {
    // Parsed again for its defaults: a body that was left out arrives as {} that no schema has seen.
    const input = runAutomationInputSchema.parse({ ...c.req.valid("param"), ...c.req.valid("json") });
    return reply(c, await runAutomation(contentDeps(c.env), c.get("principal"), input), 200);
  })
  .openapi(runs, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("query") };
    return reply(c, await listRuns(contentDeps(c.env), c.get("principal"), input), 200);
  });
