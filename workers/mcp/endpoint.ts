/**
 * Both protocol eras on one URL, per request and without state: 2026-07-28 by the SDK's strict handler, 2025 and older
 * by its web-standard transport answering plain JSON. Which era a message is of is the SDK's own decision.
 *
 * It does no authentication, reads no body and knows no tools: the caller hands over the parsed message and a server
 * built for it. The conformance Worker of the tests serves its fixtures through this same file.
 */
import {
  createMcpHandler,
  isLegacyRequest,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { describeError, logEvent } from "#workers/http/log.ts";
import { MODERN_REVISION } from "./eras.ts";
import type { JsonObject } from "./json-object.ts";

/** How an endpoint answers; `Caller` is whatever the server is built from besides the message. */
export type EndpointOptions<Caller> = {
  /** Makes the server of one message. It declares all capabilities, but registers only what this message needs. */
  readonly build: (message: JsonObject, caller: Caller) => McpServer;
  /** Whether an old client gets its answer as an event stream, which only notifications before the result need. */
  readonly legacyStreams?: (message: JsonObject) => boolean;
};

/** Serves one POSTed message. */
export type Endpoint<Caller> = (request: Request, message: JsonObject, caller: Caller) => Promise<Response>;

/** An endpoint; made once, at module scope. Throws nothing: the SDK turns a failing `build` into -32603. */
export function mcpEndpoint<Caller>(options: EndpointOptions<Caller>): Endpoint<Caller> {
  const { build, legacyStreams = (): boolean => false } = options;
  const servers = new WeakMap<Request, () => McpServer>();
  const modern = createMcpHandler(({ requestInfo }) => servedBy(servers, requestInfo), { legacy: "reject" });
  return async function serveMcp(request, message, caller) {
    if (await isModern(request, message)) {
      servers.set(request, () => build(message, caller));
      return modern.fetch(request, { parsedBody: message });
    }
    return serveLegacy(request, message, { server: build(message, caller), streams: legacyStreams(message) });
  };
}

function servedBy(servers: WeakMap<Request, () => McpServer>, request: Request | undefined): McpServer {
  const build = request === undefined ? undefined : servers.get(request);
  if (build === undefined) throw new Error("a request that no endpoint was asked to serve");
  try {
    return build();
  } catch (thrown) {
    // The SDK answers -32603 and says nothing.
    logEvent("error", "mcp_server_not_built", { error: describeError(thrown) });
    throw thrown;
  }
}

/** A modern header decides alone, so that a body that contradicts it is refused by the strict handler. */
async function isModern(request: Request, message: JsonObject): Promise<boolean> {
  if (request.headers.get("mcp-protocol-version") === MODERN_REVISION) return true;
  return !(await isLegacyRequest(request, message));
}

type Legacy = { readonly server: McpServer; readonly streams: boolean };

/**
 * Accept is made what the transport insists on: many clients send `*` or JSON alone, and would get 406. No session id
 * is given out, so none is asked for.
 */
async function serveLegacy(request: Request, message: JsonObject, { server, streams }: Legacy): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: !streams });
  await server.connect(transport);
  const headers = new Headers(request.headers);
  headers.set("accept", "application/json, text/event-stream");
  const accepting = new Request(request.url, { method: "POST", headers, signal: request.signal });
  const response = await transport.handleRequest(accepting, { parsedBody: message });
  if (!streams) await server.close();
  return response;
}
