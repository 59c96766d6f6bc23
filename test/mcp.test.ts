/** What a principal can do over MCP: real clients of both eras, the endpoint's own code, a real D1. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Principal } from "#shared/principal.ts";
import { contentDeps } from "#workers/content/deps.ts";
import { TOOLS } from "#workers/mcp/tools/table.ts";
import { addEvent, addItem, newPrincipal, newWorkspace, NOON, principalOf, UNKNOWN } from "./content-world.ts";
import { connect, ERAS, protocolErrorOf, withScopes } from "./mcp-world.ts";

const READ = [
  "list_workspaces",
  "list_events",
  "get_event",
  "search_documents",
  "read_document",
  "get_production_status",
];
const WRITE = ["create_event", "update_event", "create_document", "update_document", "update_production_item"];
const EXECUTE = ["list_automations", "run_automation"];

const answerSchema = z.record(z.string(), z.unknown());

/** The names of the tools that say yes to a hint. */
function named(hint: "readOnlyHint" | "openWorldHint"): string[] {
  return TOOLS.filter(({ listing }) => listing.annotations?.[hint] === true).map(({ name }) => name);
}

/** About how many, four characters each, to the hundred: a word more or less is no news. */
function tokens(value: unknown): number {
  return Math.round(JSON.stringify(value).length / 400) * 100;
}

/** A tool's answer in words: all of its text. */
function textOf({ content }: { content: readonly unknown[] }): string {
  return content.map((block) => JSON.stringify(block)).join("\n");
}

describe.each(ERAS)("a client of %s", (era) => {
  test("sees the tools that its key's scopes open, always in the same order", async () => {
    const principal = await newPrincipal();
    const seen = async (scopes: Principal["scopes"]): Promise<string[]> => {
      const { client } = await connect(withScopes(principal, scopes), era);
      return (await client.listTools()).tools.map(({ name }) => name);
    };
    expect(await seen(["mcp:read"])).toEqual(READ);
    expect(await seen(["mcp:write"])).toEqual(WRITE);
    expect(await seen(["mcp:execute"])).toEqual(EXECUTE);
    expect(await seen(["keys:manage"])).toEqual([]);
    expect(await seen(["mcp:execute", "mcp:write", "mcp:read"])).toEqual([...READ, ...WRITE, ...EXECUTE]);
  });

  test("reads and writes, and gets what the tools' output schemas promise", async () => {
    const principal = await newPrincipal();
    const { client, outcomes } = await connect(principal, era);
    await client.listTools();
    const use = async (name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> => {
      const result = await client.callTool({ name, arguments: args });
      expect(result.isError).not.toBe(true);
      const tool = TOOLS.find((candidate) => candidate.name === name);
      expect(tool?.output.safeParse(result.structuredContent).error).toBeUndefined();
      expect(result.content).toEqual([{ type: "text", text: JSON.stringify(result.structuredContent) }]);
      return answerSchema.parse(result.structuredContent);
    };
    const event = await use("create_event", { title: "Gala", starts_at: "2027-05-01T18:00:00Z" });
    await use("update_event", { id: event["id"], status: "confirmed" });
    expect(await use("get_event", { id: event["id"] })).toMatchObject({ status: "confirmed" });
    const document = await use("create_document", { title: "Rider", body: "two monitors", event_id: event["id"] });
    await use("update_document", { id: document["id"], body: "three monitors" });
    expect(await use("read_document", { id: document["id"] })).toMatchObject({ body: "three monitors" });
    expect(await use("search_documents", { query: "monitors" })).toMatchObject({ data: [{ id: document["id"] }] });
    expect(await use("list_events", {})).toMatchObject({ data: [{ id: event["id"] }], next_cursor: null });
    const item = await addItem(principal, (await addEvent(principal)).id, { status: "blocked" });
    await use("update_production_item", { id: item.id, status: "done" });
    expect(await use("get_production_status", { event: item.event_id })).toMatchObject({
      total: 1,
      counts: { done: 1 },
    });
    await use("list_workspaces", {});
    await use("list_automations", {});
    expect(outcomes.map(({ failure }) => failure).filter((failure) => failure !== null)).toEqual([]);
  });

  test("is told in the tool's result which scope a hidden tool needs", async () => {
    const { client, outcomes } = await connect(withScopes(await newPrincipal(), ["mcp:read"]), era);
    const result = await client.callTool({ name: "create_event", arguments: {} });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain("lacks the scope mcp:write");
    expect(result.structuredContent).toBeUndefined();
    expect(outcomes.at(-1)).toEqual({ reached: true, failure: "forbidden", lacking: ["mcp:write"] });
  });

  test("is kept to the tools its key was narrowed to", async () => {
    const principal = { ...(await newPrincipal()), allowedTools: ["list_events", "unknown_tool"] };
    const { client, outcomes } = await connect(principal, era);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["list_events"]);
    const result = await client.callTool({ name: "get_event", arguments: { id: UNKNOWN.event } });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain("limited to certain tools");
    expect(outcomes.at(-1)?.failure).toBe("forbidden");
  });

  test("hears -32602 for a tool that there is not, without its own words", async () => {
    const { client, outcomes } = await connect(await newPrincipal(), era);
    for (const name of ["no_such_<b>tool</b>", "__proto__", "constructor"]) {
      const error = await protocolErrorOf(client.callTool({ name, arguments: {} }));
      expect(error.code).toBe(-32602);
      expect(error.message).toContain("no such tool");
      expect(error.message).not.toContain(name);
      expect(outcomes.at(-1)?.failure).toBe("client_error");
    }
  });

  test("is told which argument was wrong and how, without its own words", async () => {
    const { client, outcomes } = await connect(await newPrincipal(), era);
    const result = await client.callTool({
      name: "create_event",
      arguments: { title: "", starts_at: "tomorrow <i>", "<script>": 1, extra: 2 },
    });
    expect(result.isError).toBe(true);
    const text = textOf(result);
    expect(text).toContain("/title: ");
    expect(text).toContain("/starts_at: expected an ISO 8601 time");
    expect(text).toContain("/extra: unknown field");
    expect(text).not.toMatch(/script|tomorrow|<i>/);
    expect(outcomes.at(-1)?.failure).toBe("client_error");
  });

  test("is told what to do when the use case refuses", async () => {
    const [one, two] = [await newWorkspace(), await newWorkspace()];
    const { client, outcomes } = await connect(principalOf(one, two), era);
    const missing = await client.callTool({ name: "get_event", arguments: { id: UNKNOWN.event } });
    expect(textOf(missing)).toContain("No such event in this key's reach");
    const unclear = await client.callTool({ name: "list_events", arguments: {} });
    expect(textOf(unclear)).toContain("list_workspaces names them");
    expect([missing.isError, unclear.isError]).toEqual([true, true]);
    expect(outcomes.at(-1)?.failure).toBe("client_error");
  });

  test("learns nothing from what breaks inside but the id to report", async () => {
    const broken = {
      ...contentDeps(env, NOON),
      mint: (): string => {
        throw new Error("secret detail");
      },
    };
    const { client, outcomes } = await connect(await newPrincipal(), era, broken);
    const result = await client.callTool({
      name: "create_event",
      arguments: { title: "Gala", starts_at: "2027-05-01T18:00:00Z" },
    });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain("req_world");
    expect(textOf(result)).not.toContain("secret detail");
    expect(outcomes.at(-1)?.failure).toBe("server_error");
  });
});

test("there are at most 15 tools, and their list stays within its share of a context window", async () => {
  const { client } = await connect(await newPrincipal());
  const { tools } = await client.listTools();
  expect(tools.length).toBeLessThanOrEqual(15);
  expect({
    total: tokens(tools),
    inputs: tokens(tools.map(({ inputSchema }) => inputSchema)),
    outputs: tokens(tools.map(({ outputSchema }) => outputSchema)),
  }).toEqual({ total: 5100, inputs: 1400, outputs: 2500 });
});

test("each tool says all four hints, and only the reading ones that they do", () => {
  const hints = TOOLS.map(({ name, listing }) => [name, Object.keys(listing.annotations ?? {}).length]);
  expect(hints).toEqual(TOOLS.map(({ name }) => [name, 4]));
  expect(named("readOnlyHint")).toEqual([...READ, "list_automations"]);
  expect(named("openWorldHint")).toEqual(["run_automation"]);
});

test("tool schemas refer to nothing and have an object at their root", () => {
  for (const { listing } of TOOLS) {
    expect(JSON.stringify(listing)).not.toContain("$ref");
    expect([listing.inputSchema.type, listing.outputSchema?.["type"]]).toEqual(["object", "object"]);
  }
});

test("a 2026 client may keep lists for a while and never shares them", async () => {
  const { client } = await connect(await newPrincipal());
  expect(await client.listTools()).toMatchObject({ ttlMs: 60_000, cacheScope: "private" });
  expect(await client.listResources()).toMatchObject({ ttlMs: 10_000, cacheScope: "private" });
});
