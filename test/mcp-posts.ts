/** Messages for `/mcp`: ordinary ones of both eras, and what can be odd or hostile about each part of them. */
import type { Post } from "./mcp-paths.ts";

/** A message in parts, each of which can be changed. */
export type Draft = {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly members: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
};

/** The member, or header, is not there. */
const ABSENT = Symbol("absent");

/** One member of one part set to a value, or taken away. */
export type Change = {
  readonly part: keyof Draft;
  readonly name: string;
  readonly value: unknown;
};

const KEY = "io.modelcontextprotocol";
const HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const CLIENT = { name: "tester", version: "1.0.0" };

/** The envelope of 2026, as clients send it. */
const ENVELOPE = {
  [`${KEY}/protocolVersion`]: "2026-07-28",
  [`${KEY}/clientInfo`]: CLIENT,
  [`${KEY}/clientCapabilities`]: { roots: { listChanged: true }, elicitation: {} },
};

/** A request of 2026. */
export function modern(method: string, params: Record<string, unknown> = {}): Draft {
  const name = method === "tools/call" ? { "mcp-name": String(params["name"]) } : {};
  const headers = { ...HEADERS, "mcp-protocol-version": "2026-07-28", "mcp-method": method, ...name };
  return { headers, members: { jsonrpc: "2.0", id: 1, method }, params, meta: ENVELOPE };
}

/** A request of 2025. */
export function old(method: string, params: Record<string, unknown> = {}): Draft {
  const headers = { ...HEADERS, "mcp-protocol-version": "2025-11-25" };
  return { headers, members: { jsonrpc: "2.0", id: 1, method }, params, meta: {} };
}

/** What a client of 2025 says first and second. */
export const INITIALIZE = old("initialize", {
  protocolVersion: "2025-11-25",
  capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } },
  clientInfo: { ...CLIENT, title: "Tester", websiteUrl: "https://tester.example" },
});
export const INITIALIZED: Draft = {
  ...old("notifications/initialized"),
  members: { jsonrpc: "2.0", method: "notifications/initialized" },
};

/** The draft with one thing changed. */
export function changed(draft: Draft, { part, name, value }: Change): Draft {
  const rest = Object.entries(draft[part]).filter(([member]) => member !== name);
  const members: [string, unknown][] = value === ABSENT ? rest : [...rest, [name, value]];
  return { ...draft, [part]: Object.fromEntries(members) };
}

/** As it is sent: without a `_meta` that is empty, and without `params` that are. */
export function postOf({ headers, members, params, meta }: Draft): Post {
  const both = {
    ...params,
    ...(Object.keys(meta).length > 0 && !Object.hasOwn(params, "_meta") ? { _meta: meta } : {}),
  };
  const all = { ...(Object.keys(both).length > 0 ? { params: both } : {}), ...members };
  const sent = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return { headers: Object.fromEntries(sent), text: JSON.stringify(all) };
}

function each(part: keyof Draft, name: string, values: readonly unknown[]): Change[] {
  return values.map((value) => ({ part, name, value }));
}

/** Of every JSON type, and names that objects inherit. */
export const ODD: readonly unknown[] = [
  ABSENT,
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  "",
  "x",
  "__proto__",
  "constructor",
  "\u0000",
  "é 😀",
  "\ud800",
  [],
  [1],
  [[]],
  {},
  { a: 1 },
  { constructor: 1 },
  JSON.parse('{"__proto__":{"a":1}}'),
];

const IDS = ["a", -1, 0.5, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), "x".repeat(10_000), "\u2028 </script>"];
const METHODS = [
  "",
  "TOOLS/CALL",
  "tools/call ",
  "toString",
  "no/such",
  "ping",
  "initialize",
  "server/discover",
  "logging/setLevel",
  "tools/list",
  "tools/call",
  "prompts/list",
  "prompts/get",
  "resources/list",
  "resources/templates/list",
  "resources/read",
  "completion/complete",
  "subscriptions/listen",
  "tasks/get",
  "notifications/initialized",
  "notifications/cancelled",
  "notifications/no-such",
];
const TOOL_NAMES = [
  "no_such_tool",
  "create_event",
  "LIST_WORKSPACES",
  "list_workspaces ",
  "=?base64?bGlzdF93b3Jrc3BhY2Vz?=",
];
const ARGUMENTS: readonly unknown[] = [
  { workspace: "ws_0000000000000000" },
  { extra: 1 },
  { "<b>": 1, é: 2 },
  { toString: 1 },
  { text: "\ud800" },
  { text: "x".repeat(100_000) },
  { deep: JSON.parse("[".repeat(25) + "]".repeat(25)) },
  { a: { ["__proto__"]: null } },
];
const VERSIONS = [
  "2025-11-25",
  "2025-06-18",
  "2025-03-26",
  "2024-11-05",
  "2024-10-07",
  "2024-01-01",
  "2026-07-28",
  "2026-07-29",
  "2026-07-28, 2026-07-28",
  "draft",
  "DRAFT-2026",
  "0",
  "",
];
const CAPABILITIES = [
  { no_such: 1 },
  { tasks: {} },
  { tasks: 1 },
  { roots: {} },
  { roots: 1 },
  { roots: { listChanged: 1 } },
  { sampling: {} },
  { sampling: [] },
  { sampling: { context: {}, tools: {} } },
  { sampling: { tools: 1 } },
  { elicitation: null },
  { elicitation: { form: {}, url: {} } },
  { elicitation: { form: { applyDefaults: true } } },
  { elicitation: { form: { applyDefaults: 1 } } },
  { elicitation: { form: 1 } },
  { elicitation: { url: [] } },
  { elicitation: { other: 1 } },
  { elicitation: { form: { other: [1] } } },
  { experimental: {} },
  { experimental: { a: {} } },
  { experimental: { a: 1 } },
  { experimental: [] },
  { extensions: { "a/b": { c: [1] } } },
  { extensions: { a: null } },
  { extensions: 1 },
  { extensions: { ["__proto__"]: {} } },
  { ["__proto__"]: 1 },
];
const CLIENTS = [
  CLIENT,
  { name: "x" },
  { version: "1" },
  { name: 1, version: "1" },
  { name: "x", version: null },
  { ...CLIENT, title: "X" },
  { ...CLIENT, title: 1 },
  { ...CLIENT, websiteUrl: 1 },
  { ...CLIENT, description: null },
  { ...CLIENT, icons: [] },
  { ...CLIENT, icons: [{ src: "https://x.example/i.png" }] },
  { ...CLIENT, icons: [1] },
  { ...CLIENT, other: {} },
];

/** One thing about a message that may be unusual, wrong or meant badly. */
export const CHANGES: readonly Change[] = [
  ...each("members", "id", [...ODD, ...IDS]),
  ...each("members", "jsonrpc", [ABSENT, "1.0", "2.00", 2, null]),
  ...each("members", "method", [...ODD, ...METHODS]),
  ...each("members", "params", ODD),
  ...["extra", "result", "error", "__proto__", "constructor"].flatMap((name) => each("members", name, [1, {}, null])),
  ...each("params", "name", [...ODD, ...TOOL_NAMES]),
  ...each("params", "arguments", [...ODD, ...ARGUMENTS]),
  ...each("params", "_meta", ODD),
  ...each("params", "task", [{}, { ttl: 1 }, { ttl: "x" }, null]),
  ...each("params", "requestState", ["x", 1, null]),
  ...each("params", "inputResponses", [{}, { a: 1 }, null]),
  ...each("params", "cursor", ["x", 1, null]),
  ...each("params", "protocolVersion", [...ODD, ...VERSIONS]),
  ...each("params", "capabilities", [...ODD, ...CAPABILITIES]),
  ...each("params", "clientInfo", [...ODD, ...CLIENTS]),
  ...["extra", "__proto__", "constructor"].flatMap((name) => each("params", name, [1, {}, null])),
  ...each("meta", "progressToken", [...ODD, ...IDS]),
  ...each("meta", `${KEY}/related-task`, [{}, { taskId: "x" }, null]),
  ...each("meta", `${KEY}/logLevel`, ["info", "no-such", null]),
  ...each("meta", `${KEY}/protocolVersion`, [...ODD, ...VERSIONS]),
  ...each("meta", `${KEY}/clientCapabilities`, [...ODD, ...CAPABILITIES]),
  ...each("meta", `${KEY}/clientInfo`, [...ODD, ...CLIENTS]),
  ...["traceparent", "x/y", "__proto__", "constructor"].flatMap((name) => each("meta", name, [1, "x", {}, null])),
  ...each("headers", "mcp-protocol-version", [ABSENT, ...VERSIONS, " 2026-07-28 "]),
  ...each("headers", "mcp-method", [ABSENT, ...METHODS, " tools/call", "tools/call, tools/call"]),
  ...each("headers", "mcp-name", [ABSENT, ...TOOL_NAMES, " list_workspaces ", "", "=?base64?!?="]),
  ...each("headers", "accept", [ABSENT, "*/*", "application/json", "text/event-stream", "text/html;q=0.1"]),
  ...each("headers", "content-type", [ABSENT, "application/json; charset=utf-8", "Application/JSON", "text/plain"]),
  ...["mcp-session-id", "last-event-id", "mcp-param-x"].flatMap((name) => each("headers", name, ["x"])),
];

const CALL = '"method":"tools/call","params":{"name":"list_workspaces","arguments":{}}';

function withEnvelope(message: string): string {
  return message.replace('"params":{', `"params":{"_meta":${JSON.stringify(ENVELOPE)},`);
}

/** Bodies that no JSON.stringify would write, or not for a message. */
export const RAW_BODIES: readonly string[] = [
  `{"jsonrpc":"2.0","id":-0,${CALL}}`,
  `{"jsonrpc":"2.0","id":1.0,${CALL}}`,
  `{"jsonrpc":"2.0","id":1e2,${CALL}}`,
  `{"jsonrpc":"2.0","id":1e999,${CALL}}`,
  `{"jsonrpc":"2.0","id":9007199254740993,${CALL}}`,
  `{"jsonrpc":"2.0","id":0.1e1,${CALL}}`,
  `{"jsonrpc":"2.0","id":"\\ud83d\\ude00 \\ud83d",${CALL}}`,
  `{"jsonrpc":"2.0","id":"😀",${CALL}}`,
  ` \n\t{ "jsonrpc" : "2.0" , "id" : 1 , ${CALL} } \r\n`,
  `{${CALL},"id":1,"jsonrpc":"2.0"}`,
  `{"json\\u0072pc":"2.0","\\u0069d":1,${CALL.replace("tools/call", "tools\\/c\\u0061ll")}}`,
  `{"jsonrpc":"2.0","id":1,"id":2,${CALL}}`,
  `{"jsonrpc":"2.0","id":1,"\\u0069d":2,${CALL}}`,
  `{"jsonrpc":"2.0","id":1,${CALL},"params":{}}`,
  `{"jsonrpc":"2.0","id":1,${CALL.replace('"arguments":{}', '"arguments":{"a":{"b":1,"b":1}}')}}`,
  `{"jsonrpc":"2.0","id":1,${CALL},"__proto__":{"id":2}}`,
  `{"jsonrpc":"2.0","id":1,${CALL.replace('"arguments":{}', '"arguments":{"__proto__":{"a":1}}')}}`,
  `{"jsonrpc":"2.0","id":1,${CALL.replace('"arguments":{}', `"arguments":{"a":${"[".repeat(29)}${"]".repeat(29)}}`)}}`,
  `{"jsonrpc":"2.0","id":1,${CALL.replace('"arguments":{}', `"arguments":{"a":${"[".repeat(30)}${"]".repeat(30)}}`)}}`,
  `{"jsonrpc":"2.0","id":1,${CALL.replace('"arguments":{}', `"arguments":{"${"x".repeat(500_000)}":1}`)}}`,
  `\ufeff{"jsonrpc":"2.0","id":1,${CALL}}`,
  `[{"jsonrpc":"2.0","id":1,${CALL}}]`,
  `[{"jsonrpc":"2.0","id":1,${CALL}},{"jsonrpc":"2.0","id":2,${CALL}}]`,
  `{"jsonrpc":"2.0",${CALL}}`,
  `{"jsonrpc":"2.0","id":1,"result":{}}`,
  `{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}`,
  `{"jsonrpc":"2.0","id":1,${CALL}`,
  `{"jsonrpc":"2.0","id":1,${CALL},}`,
  "",
  " ",
  "[]",
  "null",
  "1",
  '"x"',
  "{}",
  "{'a':1}",
  "true false",
  "\u0000",
].flatMap((text) => [text, withEnvelope(text)]);
