/**
 * Which messages are so plain that it is certain how the SDK would take them: as a request of one era, every member of
 * which is valid, handed to the handler of its method. Whatever is odd, wrong or merely rare is not plain, and nothing
 * is said about it here: the SDK decides. Pure.
 *
 * The rules are those of the SDK's schemas for 2025-11-25 ("Base Protocol", "Lifecycle") and 2026-07-28 ("Requests",
 * `_meta`; Streamable HTTP, "Standard Request Headers"), and never wider. test/mcp-fast-path.test.ts holds them to that.
 */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import { isPlainObject, type JsonObject } from "./json-object.ts";
import { MODERN_REVISION } from "./eras.ts";

/** `2025` and before: sessions and `initialize`. `2026`: each request carries its envelope in `_meta`. */
export type Era = "2025" | "2026";

export type PlainRequest = {
  readonly era: Era;
  readonly id: string | number;
  readonly method: string;
  /** Empty where the message has none. Of its members only `_meta` has been looked at. */
  readonly params: JsonObject;
};

const REQUEST_MEMBERS = new Set(["jsonrpc", "id", "method", "params"]);
const NOTIFICATION_MEMBERS = new Set(["jsonrpc", "method", "params"]);
const INITIALIZED_MEMBERS = new Set(["_meta"]);

/** The request, or null where it is not plain. */
export function plainRequest(headers: Headers, message: JsonObject): PlainRequest | null {
  const { jsonrpc, id, method, params = {} } = message;
  if (jsonrpc !== "2.0" || !isRequestId(id) || typeof method !== "string" || !isPlainObject(params)) return null;
  if (!hasOnly(message, REQUEST_MEMBERS)) return null;
  const era = eraOf(headers, method, params);
  return era === null ? null : { era, id, method, params };
}

/** Whether the message is the `notifications/initialized` of an old client, to which there is nothing to say or to do. */
export function isPlainInitialized(headers: Headers, message: JsonObject): boolean {
  const { jsonrpc, method, params = {} } = message;
  if (jsonrpc !== "2.0" || method !== "notifications/initialized" || !isPlainObject(params)) return false;
  if (!hasOnly(message, NOTIFICATION_MEMBERS) || !hasOnly(params, INITIALIZED_MEMBERS)) return false;
  return eraOf(headers, method, params) === "2025";
}

/** Whether the object has no members but these. */
export function hasOnly(object: JsonObject, members: ReadonlySet<string>): boolean {
  for (const name in object) if (!members.has(name)) return false;
  return true;
}

/** A string or an integer, which JSON-RPC would let be a fraction. */
function isRequestId(id: unknown): id is string | number {
  return typeof id === "string" || Number.isSafeInteger(id);
}

function eraOf(headers: Headers, method: string, params: JsonObject): Era | null {
  const version = headers.get("mcp-protocol-version");
  const { _meta: meta } = params;
  if (version !== MODERN_REVISION) return isOldVersion(version) && isOldMeta(meta) ? "2025" : null;
  const agrees = headers.get("mcp-method") === method && isEnvelope(meta);
  // NOTE: a name in base64 is not equal to what it names, so it is not plain.
  return agrees && (method !== "tools/call" || headers.get("mcp-name") === params["name"]) ? "2026" : null;
}

function isOldVersion(version: string | null): boolean {
  return version === null || SUPPORTED_PROTOCOL_VERSIONS.includes(version);
}

function isOldMeta(meta: unknown): boolean {
  return meta === undefined || (isPlainObject(meta) && !(PROTOCOL_VERSION_META_KEY in meta) && isMeta(meta));
}

function isMeta(meta: JsonObject): boolean {
  const { progressToken } = meta;
  return (
    (progressToken === undefined || isRequestId(progressToken)) && !("io.modelcontextprotocol/related-task" in meta)
  );
}

function isEnvelope(meta: unknown): boolean {
  if (!isPlainObject(meta) || meta[PROTOCOL_VERSION_META_KEY] !== MODERN_REVISION) return false;
  const { [CLIENT_INFO_META_KEY]: client, [CLIENT_CAPABILITIES_META_KEY]: capabilities } = meta;
  if (!isMeta(meta) || "io.modelcontextprotocol/logLevel" in meta) return false;
  return (client === undefined || isImplementation(client)) && areCapabilities(capabilities);
}

/** `Implementation`, but for icons. */
export function isImplementation(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { name, version, title, websiteUrl, description, icons } = value;
  const texts = [title, websiteUrl, description];
  return typeof name === "string" && typeof version === "string" && texts.every(isOptionalText) && icons === undefined;
}

/** `ClientCapabilities`, but for tasks. */
export function areCapabilities(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { experimental = {}, extensions = {}, sampling = {}, elicitation = {}, roots = {}, tasks } = value;
  if (!isPlainObject(sampling) || !isPlainObject(roots) || tasks !== undefined) return false;
  const { context = {}, tools = {} } = sampling;
  return (
    holdsObjects(experimental) &&
    holdsObjects(extensions) &&
    isPlainObject(context) &&
    isPlainObject(tools) &&
    isElicitation(elicitation) &&
    isOptionalFlag(roots["listChanged"])
  );
}

function isElicitation(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { form = {}, url = {} } = value;
  return isPlainObject(form) && isOptionalFlag(form["applyDefaults"]) && isPlainObject(url);
}

function holdsObjects(value: unknown): boolean {
  return isPlainObject(value) && Object.values(value).every(isPlainObject);
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function isOptionalFlag(value: unknown): boolean {
  return value === undefined || typeof value === "boolean";
}
