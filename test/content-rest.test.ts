/** Content over REST, with a real key: what the routes add to the use cases. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { automationsRoutes } from "#workers/api/automations.ts";
import { documentsRoutes } from "#workers/api/documents.ts";
import { eventsRoutes } from "#workers/api/events.ts";
import { keyRoutes } from "#workers/api/keys.ts";
import { productionRoutes } from "#workers/api/production.ts";
import { router } from "#workers/api/router.ts";
import { setupRoutes } from "#workers/api/setup.ts";
import { requestLog } from "#workers/http/request-log.ts";

const api = router();
api.use(requestLog());
for (const group of [setupRoutes, keyRoutes, eventsRoutes, documentsRoutes, productionRoutes, automationsRoutes]) {
  api.route("/", group);
}

type Answer = { readonly status: number; readonly body: Record<string, unknown> };

async function call(method: string, path: string, options: { key?: string; body?: unknown } = {}): Promise<Answer> {
  const headers = new Headers();
  if (options.key !== undefined) headers.set("Authorization", `Bearer ${options.key}`);
  if (options.body !== undefined) headers.set("Content-Type", "application/json");
  const body = options.body === undefined ? null : JSON.stringify(options.body);
  const response = await api.request(path, { method, headers, body }, env, createExecutionContext());
  const text = await response.text();
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(JSON.parse(text || "{}")) };
}

let key = "";

beforeAll(async () => {
  const owner = { name: "Ada", email: "ada@example.com", password: "correct horse battery staple" };
  const claim = { setup_token: env.SETUP_TOKEN, owner, workspace: { name: "Stage" } };
  const setup = z
    .object({ secret: z.string(), workspace: z.object({ id: z.string() }) })
    .parse((await call("POST", "/v1/setup", { body: claim })).body);
  const wish = { name: "n8n", scopes: ["mcp:read", "mcp:write", "mcp:execute"], workspaces: [setup.workspace.id] };
  key = z
    .object({ secret: z.string() })
    .parse((await call("POST", "/v1/keys", { key: setup.secret, body: wish })).body).secret;
});

async function newEvent(): Promise<string> {
  const created = await call("POST", "/v1/events", { key, body: { title: "Gala", starts_at: "2027-05-01T18:00:00Z" } });
  expect(created.status).toBe(201);
  return z.string().parse(created.body["id"]);
}

async function refusedFields(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await call(method, path, { key, body });
  expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  return z
    .array(z.object({ path: z.string() }))
    .parse(answer.body["errors"])
    .map(({ path: field }) => field);
}

test("an automation may be run without a body, which is a run without input", async () => {
  // A port that nothing listens on: the run fails, and is a run.
  const body = { name: "x", url: "http://127.0.0.1:9/" };
  const created = await call("POST", "/v1/automations", { key, body });
  const { id } = z.object({ id: z.string() }).parse(created.body["automation"]);
  const run = await call("POST", `/v1/automations/${id}/run`, { key });
  expect(run).toMatchObject({ status: 200, body: { automation_id: id, status: "failed" } });
  const runs = (await call("GET", `/v1/automations/${id}/runs`, { key })).body["data"];
  expect(runs).toEqual([{ ...run.body, started_by: expect.objectContaining({ credential: "key" }) }]);
});

test("unknown and wrong parameters and fields are refused by name", async () => {
  const id = await newEvent();
  expect(await refusedFields("GET", "/v1/events?limit=0&color=red")).toEqual(["limit", "color"]);
  expect(await refusedFields("GET", "/v1/events?cursor=abc")).toEqual(["cursor"]);
  expect(await refusedFields("GET", "/v1/production/items?overdue=maybe")).toEqual(["overdue"]);
  expect(await refusedFields("GET", "/v1/documents?query=")).toEqual(["query"]);
  expect(await refusedFields("GET", "/v1/production/status")).toEqual(["event"]);
  expect(await refusedFields("PATCH", `/v1/events/${id}`, {})).toEqual([""]);
  expect(await refusedFields("PATCH", `/v1/events/${id}`, { id, title: "x" })).toEqual(["/id"]);
});

test("a search is the list with a query, and flags are words", async () => {
  const event = await newEvent();
  await call("POST", "/v1/documents", { key, body: { title: "Plot", body: "upstage left", event_id: event } });
  const found = await call("GET", `/v1/documents?query=upst&event=${event}`, { key });
  expect(found.body["data"]).toMatchObject([{ title: "Plot", snippet: "**upstage** left" }]);
  const listed = await call("GET", `/v1/documents?event=${event}`, { key });
  expect(listed.body["data"]).toMatchObject([{ title: "Plot", snippet: null }]);
  const item = { event_id: event, department: "Sound", title: "PA", due_at: "2020-01-01T00:00:00Z" };
  await call("POST", "/v1/production/items", { key, body: item });
  const late = await call("GET", `/v1/production/items?event=${event}&overdue=true`, { key });
  expect(late.body["data"]).toMatchObject([{ title: "PA" }]);
  expect((await call("GET", `/v1/production/items?event=${event}&overdue=false`, { key })).body["data"]).toEqual([]);
});

test("a deletion answers 204 with no body, and 404 the second time", async () => {
  const id = await newEvent();
  expect(await call("DELETE", `/v1/events/${id}`, { key })).toEqual({ status: 204, body: {} });
  expect(await call("DELETE", `/v1/events/${id}`, { key })).toMatchObject({ status: 404, body: { code: "not_found" } });
});
