/**
 * What was POSTed to `/mcp`, looked at twice. First without trust, before anything is known about the caller: enough to
 * name the request in an answer and in the usage. Then, for a caller who was let in, by the rules of every JSON body.
 */
import { CLIENT_INFO_META_KEY, isJsonContentType, readRequestBody } from "@modelcontextprotocol/server";
import { BODY_BYTES_MAX } from "#shared/limits.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { checkJson, type ParsedText, parsedText } from "#workers/http/json-text.ts";
import { isJsonObject, type JsonObject } from "./json-object.ts";

/** A JSON-RPC id as it is echoed; null where there is none to echo. */
export type EchoedId = string | number | null;

/** The body, parsed once for both looks; or why it was not read. */
export type Body = Result<ParsedText, Refusal>;

const ID_LENGTH_MAX = 128;

/** What an unverified body says of itself. Nothing in it is trusted: it names a request, it decides nothing. */
export type Glimpse = {
  readonly id: EchoedId;
  readonly method: string | null;
  /** The `name` parameter. */
  readonly name: string | null;
  /** Its name and version. */
  readonly client: string | null;
};

/**
 * Reads at most BODY_BYTES_MAX. A body that says it is larger, or that it is not JSON, is not read at all, so that a
 * stranger can't make it cost anything.
 */
export async function readBody(request: Request): Promise<Body> {
  if (!isJsonContentType(request.headers.get("content-type"))) return err({ code: "unsupported_media_type" });
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > BODY_BYTES_MAX) return tooLarge();
  // A declared length is kept by the HTTP layer, and native text() is much cheaper than reading the stream here.
  if (declared !== null) return ok(parsedText(await request.text()));
  const read = await readRequestBody(request, BODY_BYTES_MAX);
  return read.tooLarge ? tooLarge() : ok(parsedText(read.text));
}

function tooLarge(): Result<never, Refusal> {
  return err({ code: "body_too_large", bytesMax: BODY_BYTES_MAX });
}

/** The first look. What can't be read is nothing. */
export function glimpse(body: Body): Glimpse {
  const message = body.ok ? membersOf(body.value.value) : NOTHING;
  const params = membersOf(message["params"]);
  const meta = membersOf(params["_meta"]);
  return {
    id: idIn(message),
    method: textIn(message, "method"),
    name: textIn(params, "name"),
    // Of `initialize` in the 2025 era, of every request in the 2026 era.
    client: clientIn(params["clientInfo"]) ?? clientIn(meta[CLIENT_INFO_META_KEY]),
  };
}

const NOTHING: JsonObject = {};

function membersOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : NOTHING;
}

function textIn(object: JsonObject, name: string): string | null {
  const value = object[name];
  return typeof value === "string" ? value : null;
}

function idIn({ id }: JsonObject): EchoedId {
  if (typeof id === "string") return id.length <= ID_LENGTH_MAX ? id : null;
  return typeof id === "number" && Number.isFinite(id) ? id : null;
}

/** As User-Agents say it. */
function clientIn(info: unknown): string | null {
  const name = textIn(membersOf(info), "name");
  const version = textIn(membersOf(info), "version");
  return name === null || version === null || version === "" ? name : `${name}/${version}`;
}

/**
 * The second look: one JSON object; a member `__proto__` of it is no member. Arrays are refused: batches left MCP with 2025-06-18, only 2025-03-26 knew them,
 * and one that were served would let a single request pass the rate limit many times over.
 */
export function parseMessage(body: Body): Result<JsonObject, Refusal> {
  if (!body.ok) return body;
  const checked = checkJson(body.value);
  if (!checked.ok) return checked;
  const { value } = checked;
  if (Array.isArray(value)) return notAMessage("batches are not supported: send one message a request");
  if (!isJsonObject(value)) return notAMessage("expected a JSON-RPC message");
  if (!Object.hasOwn(value, "__proto__")) return ok(value);
  return ok(Object.fromEntries(Object.entries(value).filter(([name]) => name !== "__proto__")));
}

function notAMessage(message: string): Result<never, Refusal> {
  return err({ code: "invalid_request", errors: [{ path: "", message }] });
}
