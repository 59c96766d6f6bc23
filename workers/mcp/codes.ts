/**
 * Refusals as JSON-RPC errors. 2026-07-28 leaves -32000 to -32019 to implementations; SDKs have taken some of
 * -32000..-32004, so Latchkey's are -32010..-32015. They group refusals; which one it was is in `data.reason`.
 *
 *   -32010  the credential was missing or refused                    HTTP 401
 *   -32011  the credential is good, but does not open this           in band, HTTP 200; an Origin: 403
 *   -32012  too many requests                                        429
 *   -32013  it could not be checked or stored                        503
 *   -32014  the HTTP request is not one that this endpoint takes     405, 413, 415
 *   -32015  refused for a reason of the content's own                in band, HTTP 200
 */
import { ProtocolErrorCode } from "@modelcontextprotocol/server";
import { type Refusal, REFUSALS, refusalSentence } from "#shared/refusals.ts";
import type { EchoedId } from "./message.ts";

const CREDENTIAL_REFUSED = -32010;
const NOT_PERMITTED = -32011;
const RATE_LIMITED = -32012;
const UNAVAILABLE = -32013;
const HTTP_REQUEST_REFUSED = -32014;
const CONTENT_REFUSED = -32015;

const BY_STATUS: ReadonlyMap<number, number> = new Map([
  [401, CREDENTIAL_REFUSED],
  [403, NOT_PERMITTED],
  [405, HTTP_REQUEST_REFUSED],
  [413, HTTP_REQUEST_REFUSED],
  [415, HTTP_REQUEST_REFUSED],
  [429, RATE_LIMITED],
  [503, UNAVAILABLE],
]);

/** The JSON-RPC code of a refusal. What exists not is -32602: SEP-2164 for resources, and alike for prompts. */
export function rpcCode(refusal: Refusal): number {
  switch (refusal.code) {
    case "invalid_json":
      return ProtocolErrorCode.ParseError;
    case "invalid_request":
    case "workspace_required":
    case "not_found":
      return ProtocolErrorCode.InvalidParams;
    case "internal_error":
      return ProtocolErrorCode.InternalError;
    default:
      return BY_STATUS.get(REFUSALS[refusal.code].status) ?? CONTENT_REFUSED;
  }
}

/** What happened and what to do, in the words of this surface; below 300 characters but for a list of fields. */
export function rpcSentence(refusal: Refusal): string {
  switch (refusal.code) {
    case "workspace_required":
      return "This key reaches several workspaces, or none. Say which with `workspace`; list_workspaces names them.";
    case "invalid_request":
      return refusal.errors.map(({ path, message }) => `${path || "The message"}: ${message}.`).join(" ");
    default:
      return refusalSentence(refusal);
  }
}

/**
 * The error that answers a request which no server was built for. Message first: many clients show the raw body, cut
 * short. A body that is not one message is -32600 here, where inside a server bad input is -32602.
 */
export function rpcError(refusal: Refusal, id: EchoedId, requestId: string): object {
  const code = refusal.code === "invalid_request" ? ProtocolErrorCode.InvalidRequest : rpcCode(refusal);
  return {
    jsonrpc: "2.0",
    id,
    error: { code, message: rpcSentence(refusal), data: { reason: refusal.code, request_id: requestId } },
  };
}
