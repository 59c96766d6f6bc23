/** The promise of the fast path: nobody can tell whether it was taken. */
import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Principal } from "#shared/principal.ts";
import { type AutomationDeps, contentDeps } from "#workers/content/deps.ts";
import { TOOLS } from "#workers/mcp/tools/table.ts";
import { addAutomation, fine, network } from "./automation-world.ts";
import { addDocument, addEvent, addItem, newPrincipal, newWorkspace, NOON, principalOf } from "./content-world.ts";
import { compare, type Compared, type Post, serveAsProduct, serveAsSdk } from "./mcp-paths.ts";
import {
  type Change,
  CHANGES,
  changed,
  type Draft,
  INITIALIZE,
  INITIALIZED,
  modern,
  ODD,
  old,
  postOf,
  RAW_BODIES,
} from "./mcp-posts.ts";

/** Which way the message takes; when it is the fast one, nothing may tell that from the other. */
async function wayOf(post: Post, principal: Principal, deps?: AutomationDeps): Promise<Compared["way"]> {
  const { way, fast, bySdk } = await compare(post, principal, deps);
  expect(fast, `${JSON.stringify(post.headers)} ${post.text.slice(0, 500)}`).toEqual(bySdk);
  return way;
}

/** Arguments with which each tool does its work, for a principal who may call them all. */
async function goodArguments(principal: Principal): Promise<Record<string, Record<string, unknown>>> {
  const event = await addEvent(principal, { title: 'Gala "é😀" \\ \u2028' });
  const item = await addItem(principal, event.id);
  const document = await addDocument(principal, { body: '# <Rider>\n\ttwo "monitors"' });
  const automation = await addAutomation(principal);
  return {
    list_workspaces: {},
    list_events: { limit: 5 },
    get_event: { id: event.id },
    search_documents: { query: "monitors" },
    read_document: { id: document },
    get_production_status: { event: event.id },
    create_event: { title: "Ball", starts_at: "2027-05-01T18:00:00Z" },
    update_event: { id: event.id, status: "confirmed" },
    create_document: { title: "Plan", body: "é😀" },
    update_document: { id: document, body: "three" },
    update_production_item: { id: item.id, status: "done" },
    list_automations: {},
    run_automation: { id: automation.id, input: { a: [1, "é"] } },
  };
}

/** A call in each era. */
function calls(name: string, args?: unknown): Draft[] {
  const params = args === undefined ? { name } : { name, arguments: args };
  return [modern("tools/call", params), old("tools/call", params)];
}

/** The messages that clients send all day, but for calls. */
const DAILY = [
  modern("tools/list"),
  old("tools/list"),
  modern("server/discover"),
  INITIALIZE,
  INITIALIZED,
  old("ping"),
] as const;

test("every tool and every daily message takes the fast path, and answers as the SDK's server does", async () => {
  const principal = await newPrincipal();
  const good = await goodArguments(principal);
  expect(Object.keys(good)).toEqual(TOOLS.map(({ name }) => name));
  const deps = { ...contentDeps(env, NOON), fetch: network(fine).deps.fetch };
  for (const draft of [...TOOLS.flatMap(({ name }) => calls(name, good[name])), ...DAILY]) {
    expect(await wayOf(postOf(draft), principal, deps)).toBe("fast");
    const { body } = await serveAsProduct(postOf(draft), principal);
    expect(body).not.toMatch(/"isError":true|^{"jsonrpc":"2.0","id":1,"error"/);
  }
});

test("arguments that a tool does not take are refused alike, and fast", async () => {
  const principal = await newPrincipal();
  const bad = [
    { id: 1 },
    { extra: 1 },
    { id: "evt_0000000000000000" },
    { title: "x".repeat(100_000) },
    { id: "\ud800" },
  ];
  for (const draft of TOOLS.flatMap(({ name }) => [undefined, ...bad].flatMap((args) => calls(name, args)))) {
    expect(await wayOf(postOf(draft), principal)).toBe("fast");
  }
});

test("whatever a key may not do, or reaches not, it is told alike, and fast", async () => {
  const full = await newPrincipal();
  const principals: Principal[] = [
    { ...full, scopes: [] },
    { ...full, scopes: ["mcp:execute", "keys:manage"] },
    { ...full, allowedTools: ["get_event", "no_such_tool"] },
    { ...full, workspaces: [] },
    principalOf(await newWorkspace(), await newWorkspace("\u2028 Zwei")),
  ];
  for (const principal of principals) {
    for (const draft of [...TOOLS.flatMap(({ name }) => calls(name, {})), ...DAILY]) {
      expect(await wayOf(postOf(draft), principal)).toBe("fast");
    }
  }
});

test("a tool that breaks is told alike, and fast", async () => {
  const broken = { ...contentDeps(env, NOON), mint: throwing };
  const principal = await newPrincipal();
  for (const draft of calls("create_event", { title: "Ball", starts_at: "2027-05-01T18:00:00Z" })) {
    const { fast, bySdk } = await compare(postOf(draft), principal, broken);
    expect(fast).toEqual(bySdk);
    expect(fast?.body).toContain("req_world");
    expect(fast?.outcome).toEqual({ reached: true, failure: "server_error", lacking: [] });
  }
});

function throwing(): never {
  throw new Error("secret detail");
}

test.each([...calls("list_workspaces", {}), ...DAILY].map((draft) => [nameOf(draft), draft] as const))(
  "no one thing that is odd, wrong or hostile about %s makes a difference",
  async (_, draft) => {
    const principal = await newPrincipal();
    const ways = { refused: 0, fast: 0, left: 0 };
    for (const change of CHANGES) ways[await wayOf(postOf(changed(draft, change)), principal)] += 1;
    expect(ways.fast).toBeGreaterThan(30);
    expect(ways.left).toBeGreaterThan(100);
  },
);

function nameOf({ headers, members }: Draft): string {
  return `${String(members["method"])} of ${String(headers["mcp-protocol-version"])}`;
}

test("no way of writing a message down makes a difference", async () => {
  const principal = await newPrincipal();
  const ways = { refused: 0, fast: 0, left: 0 };
  for (const { headers } of [...calls("list_workspaces", {}), ...DAILY].map(postOf)) {
    for (const text of RAW_BODIES) ways[await wayOf({ headers, text }, principal)] += 1;
  }
  expect(ways.fast).toBeGreaterThan(30);
  expect(ways.left).toBeGreaterThan(30);
  expect(ways.refused).toBeGreaterThan(30);
});

const DRAFTS = [...TOOLS.flatMap(({ name }) => calls(name, {})), ...DAILY];
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom(...CHANGES),
  fc.record({
    part: fc.constantFrom("members", "params", "meta"),
    name: fc.oneof(fc.constantFrom(...CHANGES.map(({ name }) => name)), fc.string()),
    value: fc.oneof(fc.constantFrom(...ODD), fc.jsonValue()),
  }),
  fc.record({
    part: fc.constant("params" as const),
    name: fc.constant("arguments"),
    value: fc.dictionary(
      fc.oneof(fc.constantFrom("id", "limit", "query", "title", "workspace"), fc.string()),
      fc.jsonValue(),
    ),
  }),
);
const slip = fc.option(
  fc.record({ at: fc.nat(), text: fc.constantFrom("", '"', "}", "{", "\\", ",", "0", "\u0000") }),
  { freq: 5 },
);

test("no mixture of such things makes a difference", async () => {
  const principal = await newPrincipal();
  const ways = { refused: 0, fast: 0, left: 0 };
  const drawn = fc.record({ draft: fc.constantFrom(...DRAFTS), changes: fc.array(anyChange, { maxLength: 3 }), slip });
  const property = fc.asyncProperty(drawn, async ({ draft, changes, slip: slipped }) => {
    const { headers, text } = postOf(changes.reduce(changed, draft));
    const at = slipped === null ? 0 : slipped.at % text.length;
    const written = slipped === null ? text : text.slice(0, at) + slipped.text + text.slice(at + 1);
    ways[await wayOf({ headers, text: written }, principal)] += 1;
  });
  await fc.assert(property, { numRuns: 1500 });
  expect(ways.fast).toBeGreaterThan(100);
  expect(ways.left).toBeGreaterThan(100);
});

test("what the fast path leaves is served by the SDK", async () => {
  const principal = await newPrincipal();
  const left = [
    ...calls("no_such_tool"),
    modern("ping"),
    old("server/discover"),
    modern("prompts/list"),
    old("resources/list"),
    changed(modern("tools/list"), { part: "headers", name: "mcp-method", value: "tools/call" }),
  ].map(postOf);
  for (const post of left) {
    expect(await wayOf(post, principal)).toBe("left");
    expect(await serveAsProduct(post, principal)).toEqual(await serveAsSdk(post, principal));
  }
});
