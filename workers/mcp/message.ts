/**
 * What was POSTed to `/mcp`, looked at twice. First without trust, before anything is known about the caller: enough to
 * name the request in an answer and in the usage. Then, for a caller who was let in, by the rules of every JSON body.
 */
import { isJsonContentType, readRequestBody } from "@modelcontextprotocol/server";
import { z } from "zod";
import { BODY_BYTES_MAX } from "#shared/limits.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { parseJsonText } from "#workers/http/json-text.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON-RPC id as it is echoed; null where there is none to echo. */
export type EchoedId = string | number | null;

/** The body as text, or why it was not read. */
export type Body = Result<string, Refusal>;

const ID_LENGTH_MAX = 128;

const clientInfoSchema = z
  .object({ name: z.string(), version: z.string().nullable().catch(null).default(null) })
  // As User-Agents say it.
  .transform(({ name, version }) => (version === null || version === "" ? name : `${name}/${version}`));
const glimpseSchema = z.object({
  id: z
    .union([z.string().max(ID_LENGTH_MAX), z.number()])
    .nullable()
    .catch(null),
  method: z.string().nullable().catch(null),
  params: z
    .object({
      /** The tool of a `tools/call`. */
      name: z.string().nullable().catch(null),
      /** Of `initialize`, in the 2025 era. */
      clientInfo: clientInfoSchema.nullable().catch(null),
      /** Of every request, in the 2026 era. */
      _meta: z
        .object({ "io.modelcontextprotocol/clientInfo": clientInfoSchema.nullable().catch(null) })
        .nullable()
        .catch(null),
    })
    .nullable()
    .catch(null),
});

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
  if (declared !== null) return ok(await request.text());
  const read = await readRequestBody(request, BODY_BYTES_MAX);
  return read.tooLarge ? tooLarge() : ok(read.text);
}

function tooLarge(): Result<never, Refusal> {
  return err({ code: "body_too_large", bytesMax: BODY_BYTES_MAX });
}

/** The first look. What can't be read is nothing. */
export function glimpse(body: Body): Glimpse {
  const { id, method, params } = glimpseSchema.safeParse(body.ok ? parseLoosely(body.value) : null).data ?? NOTHING;
  const { name = null, clientInfo = null, _meta: meta = null } = params ?? {};
  const client = clientInfo ?? meta?.["io.modelcontextprotocol/clientInfo"];
  return { id, method, name, client: client ?? null };
}

const NOTHING = { id: null, method: null, params: null };

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const messageSchema = z.record(z.string(), z.unknown());

/**
 * The second look: one JSON object. Arrays are refused: batches left MCP with 2025-06-18, only 2025-03-26 knew them,
 * and one that were served would let a single request pass the rate limit many times over.
 */
export function parseMessage(body: Body): Result<JsonObject, Refusal> {
  if (!body.ok) return body;
  const parsed = parseJsonText(body.value);
  if (!parsed.ok) return parsed;
  if (Array.isArray(parsed.value)) return notAMessage("batches are not supported: send one message a request");
  const message = messageSchema.safeParse(parsed.value);
  return message.success ? ok(message.data) : notAMessage("expected a JSON-RPC message");
}

function notAMessage(message: string): Result<never, Refusal> {
  return err({ code: "invalid_request", errors: [{ path: "", message }] });
}
