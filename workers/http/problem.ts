/** Refusals on the wire for REST: RFC 9457 problem details. The MCP surface has its own shape. */
import type { TypedResponse } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { JSONParsed } from "hono/utils/types";
import { type Refusal, REFUSALS, refusalSentence } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import { challenge } from "./challenge.ts";
import type { AppContext } from "./app-env.ts";

/** The problem+json answer to a refusal, with the headers its status asks for. */
export function problem(c: AppContext, refusal: Refusal): Response {
  const { status, title } = REFUSALS[refusal.code];
  const detail = refusalSentence(refusal);
  c.set("refusalCode", refusal.code);
  for (const [name, value] of Object.entries(refusalHeaders(refusal))) c.header(name, value);
  const body = {
    type: `${originOf(c.req.url)}/docs/errors#${refusal.code}`,
    title,
    status,
    detail,
    code: refusal.code,
    request_id: c.get("requestId"),
    // NOTE: an extension member (RFC 9457 §3.2) for clients that look for `error.message`, as n8n's HTTP node does.
    error: { code: refusal.code, message: detail },
    ...(refusal.code === "invalid_request" ? { errors: refusal.errors } : {}),
  };
  c.header("Cache-Control", "no-store");
  c.header("Content-Type", "application/problem+json");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every status of the table has a body
  return c.body(JSON.stringify(body), status as ContentfulStatusCode);
}

/** Of an absolute URL that the platform has parsed already: what is before the path. */
function originOf(url: string): string {
  return url.slice(0, url.indexOf("/", "https://".length));
}

/**
 * `WWW-Authenticate`, `Allow` and `Retry-After`, where the refusal calls for them; any surface sends these. A surface that
 * takes apps' tokens says where its OAuth metadata is.
 */
export function refusalHeaders(refusal: Refusal, metadataUrl: string | null = null): Record<string, string> {
  if (isChallenged(refusal)) return { "WWW-Authenticate": challenge(refusal, metadataUrl) };
  if (refusal.code === "method_not_allowed") return { Allow: refusal.allow.join(", ") };
  if ("retryAfterSeconds" in refusal) return { "Retry-After": String(refusal.retryAfterSeconds) };
  return {};
}

function isChallenged({ code }: Refusal): boolean {
  return REFUSALS[code].status === 401 || code === "missing_scope" || code === "insufficient_scope";
}

/**
 * A use case's result as the route's answer: its value as JSON with `status`, or the problem it was refused with.
 * Problems are declared once for all routes (`api/route.ts`), so the type speaks of the success alone.
 */
export function reply<T extends object, S extends ContentfulStatusCode>(
  c: AppContext,
  result: Result<T, Refusal>,
  status: S,
): Response & TypedResponse<JSONParsed<T>, S, "json"> {
  const response = result.ok ? c.json(result.value, status) : problem(c, result.error);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above: problems are outside of the typed success
  return response as Response & TypedResponse<JSONParsed<T>, S, "json">;
}
