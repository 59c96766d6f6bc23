/**
 * The common messages answered without building the SDK's server: `tools/call`, `tools/list`, and what clients say when
 * they connect. Takes only a plain request (`plain-request.ts`) and leaves every other one to the SDK, so it refuses
 * nothing itself. What it does answer is, byte for byte, what `server.ts` would have answered: status, content type, the
 * order of members. test/mcp-fast-path.test.ts compares both, message by message.
 *
 * One thing is not done: a client that hangs up in the middle of a 2026 call would get 499, which it can't see.
 */
import {
  LATEST_PROTOCOL_VERSION,
  SERVER_INFO_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import type { McpCall } from "./call.ts";
import { MODERN_REVISION } from "./eras.ts";
import { INSTRUCTIONS } from "./instructions.ts";
import { isPlainObject, type JsonObject } from "./json-object.ts";
import {
  areCapabilities,
  hasOnly,
  isImplementation,
  isPlainInitialized,
  type PlainRequest,
  plainRequest,
} from "./plain-request.ts";
import { CACHE_HINTS, CAPABILITIES, SERVER_INFO } from "./self-description.ts";
import { joinUtf8, utf8 } from "./utf8.ts";
import { listedTools, runTool, type ToolAnswer } from "./tool-calls.ts";
import { findTool } from "./tools/table.ts";

/** An answer in parts, so that who sends it can add headers without copying a body. */
export type Written = {
  readonly status: 200 | 202;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
  readonly headers: Readonly<Record<string, string>>;
};

/** The members of a result as JSON, without the braces; null to leave the request to the SDK. */
type Members = string | Uint8Array | null;
type Method = (request: PlainRequest, call: McpCall) => Members | Promise<Members>;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["tools/call", toolsCall],
  ["tools/list", toolsList],
  ["initialize", initialize],
  ["ping", ping],
  ["server/discover", discover],
]);

/** The answer to a message that the fast path is certain about, else null: then nothing was done. */
export async function answerFast({ headers }: Request, message: JsonObject, call: McpCall): Promise<Written | null> {
  if (isPlainInitialized(headers, message)) return ACCEPTED;
  const request = plainRequest(headers, message);
  const method = request === null ? undefined : METHODS.get(request.method);
  if (request === null || method === undefined) return null;
  const members = await method(request, call);
  return members === null ? null : { status: 200, body: result(members, request.id), headers: JSON_TYPE };
}

const JSON_TYPE = { "Content-Type": "application/json" };
const ACCEPTED: Written = { status: 202, body: null, headers: {} };

/** The result before the rest, as the SDK has it. */
function result(members: string | Uint8Array, id: string | number): string | Uint8Array<ArrayBuffer> {
  const end = `},"jsonrpc":"2.0","id":${JSON.stringify(id)}}`;
  return typeof members === "string" ? `{"result":{${members}${end}` : joinUtf8([RESULT, members, utf8(end)]);
}

const RESULT = utf8('{"result":{');

const ENVELOPE_ONLY = new Set(["_meta"]);
const CALL_PARAMS = new Set(["_meta", "name", "arguments"]);
const INITIALIZE_PARAMS = new Set(["_meta", "protocolVersion", "capabilities", "clientInfo"]);

/** What ends a result of 2026: that it is one, how long it may be kept, whose it is. */
const CALL_ENDING = ending({});
const LIST_ENDING = ending(CACHE_HINTS["tools/list"]);

function ending(hint: object): string {
  return `,${inner({ resultType: "complete", ...hint, _meta: { [SERVER_INFO_META_KEY]: SERVER_INFO } })}`;
}

/** An object as JSON, without its braces. */
function inner(object: object): string {
  return JSON.stringify(object).slice(1, -1);
}

async function toolsCall({ era, params }: PlainRequest, call: McpCall): Promise<Members> {
  const { name, arguments: args } = params;
  const tool = typeof name === "string" ? findTool(name) : undefined;
  const arePlain = hasOnly(params, CALL_PARAMS) && (args === undefined || isPlainObject(args));
  if (tool === undefined || !arePlain) return null;
  const members = toolResult(await runTool(call, tool, args));
  return era === "2025" ? members : members + CALL_ENDING;
}

/** The same as `callTool` makes, with the value's JSON used for both of its places. */
function toolResult({ isError, text }: ToolAnswer): string {
  const content = `"content":[{"type":"text","text":${JSON.stringify(text)}}]`;
  return isError ? `${content},"isError":true` : `${content},"structuredContent":${text}`;
}

/** In UTF-8 from the start: of a text this long, encoding it would be most of the cost. */
function toolsList({ era, params }: PlainRequest, { principal, outcome }: McpCall): Members {
  if (!hasOnly(params, ENVELOPE_ONLY)) return null;
  outcome.reached = true;
  const listings = listedTools(principal).flatMap(({ listingUtf8 }, index) =>
    index === 0 ? [listingUtf8] : [COMMA, listingUtf8],
  );
  return joinUtf8([TOOLS_START, ...listings, era === "2025" ? TOOLS_END : TOOLS_END_2026]);
}

const [TOOLS_START, COMMA, TOOLS_END] = [utf8('"tools":['), utf8(","), utf8("]")];
const TOOLS_END_2026 = utf8(`]${LIST_ENDING}`);

const WELCOME = `,${inner({ capabilities: CAPABILITIES, serverInfo: SERVER_INFO, instructions: INSTRUCTIONS })}`;
const DISCOVERY = inner({
  supportedVersions: [MODERN_REVISION],
  capabilities: CAPABILITIES,
  instructions: INSTRUCTIONS,
});
const DISCOVERY_ENDING = ending(CACHE_HINTS["server/discover"]);

/** 2025-11-25, Lifecycle, "Version Negotiation": the version asked for where it is known, else the newest. */
function initialize({ era, params }: PlainRequest): Members {
  const { protocolVersion: asked, capabilities, clientInfo } = params;
  if (era !== "2025" || typeof asked !== "string" || !hasOnly(params, INITIALIZE_PARAMS)) return null;
  if (!areCapabilities(capabilities) || !isImplementation(clientInfo)) return null;
  const version = SUPPORTED_PROTOCOL_VERSIONS.includes(asked) ? asked : LATEST_PROTOCOL_VERSION;
  return `"protocolVersion":${JSON.stringify(version)}${WELCOME}`;
}

/** Left the protocol with 2026-07-28. */
function ping({ era, params }: PlainRequest): Members {
  return era === "2025" && hasOnly(params, ENVELOPE_ONLY) ? "" : null;
}

function discover({ era, params }: PlainRequest): Members {
  return era === "2026" && hasOnly(params, ENVELOPE_ONLY) ? DISCOVERY + DISCOVERY_ENDING : null;
}
