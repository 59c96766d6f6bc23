/**
 * `/mcp`, as a request meets it: preflight, Origin, a first look at the body, admission, the second look, the protocol.
 * Who is refused, how, and in which words was learned from real clients; the rules are named R1 to R10 in docs/mcp.md.
 */
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Principal } from "#shared/principal.ts";
import { type Refusal, REFUSALS } from "#shared/refusals.ts";
import type { Admission, Failure } from "#workers/access/admission.ts";
import { admitRequest } from "#workers/access/admit-request.ts";
import { settingsOf } from "#workers/env.ts";
import { contentDeps } from "#workers/content/deps.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { isOAuthOrigin, RESOURCE_METADATA_PATH } from "#workers/http/origin.ts";
import { refusalHeaders } from "#workers/http/problem.ts";
import { setRateHeaders } from "#workers/http/rate-headers.ts";
import { setServerTiming } from "#workers/http/server-timing.ts";
import { refusalOfThrow } from "#workers/http/refusal-of-throw.ts";
import { newOutcome, type Outcome } from "./call.ts";
import { rpcError } from "./codes.ts";
import { isAllowedOrigin, openToBrowsers, preflight } from "./cors.ts";
import type { JsonObject } from "./json-object.ts";
import { type Body, type EchoedId, type Glimpse, glimpse, parseMessage, readBody } from "./message.ts";
import { isServed, type NamedOperation, operationOf } from "./operations.ts";
import { isHandled, serveMcp } from "./server.ts";
import { toolError } from "./tool-calls.ts";

export const mcpRoutes = new Hono<AppEnv>()
  .use("/mcp", openToBrowsers())
  .options("/mcp", preflight)
  .post("/mcp", async (c) => {
    if (!fromAllowedOrigin(c)) return refuse(c, { code: "origin_not_allowed" }, null);
    const body = await readBody(c.req.raw);
    const seen = glimpse(body);
    try {
      return await post(c, body, seen);
    } catch (thrown) {
      return refuse(c, refusalOfThrow(thrown, c.get("requestId")), seen.id);
    }
  })
  .all("/mcp", (c) => otherMethod(c));

/** R8: no stream and no session to GET or DELETE, but that is only said to callers who are let in (R1). */
async function otherMethod(c: AppContext): Promise<Response> {
  if (!fromAllowedOrigin(c)) return refuse(c, { code: "origin_not_allowed" }, null);
  const admission = await admitted(c, { name: "other method", metered: false }, null);
  admission.settle("client_error");
  const refusal = admission.verdict.ok ? null : admission.verdict.error;
  // R5: a 403 makes clients begin an OAuth dance, and what the key may not do here is the method in any case.
  if (refusal !== null && REFUSALS[refusal.code].status !== 403) return refuse(c, refusal, null);
  return refuse(c, { code: "method_not_allowed", allow: ["POST", "OPTIONS"] }, null);
}

function fromAllowedOrigin(c: AppContext): boolean {
  return isAllowedOrigin(c.req.raw, settingsOf(c.env).allowedOrigins);
}

async function post(c: AppContext, body: Body, seen: Glimpse): Promise<Response> {
  const admission = await admitted(c, operationOf(seen), seen.client);
  if (!admission.verdict.ok) return refuseCaller(c, admission.verdict.error, { ...seen, body });
  c.set("principal", admission.verdict.value);
  const message = parseMessage(body);
  if (!message.ok) {
    admission.settle("client_error");
    return refuse(c, message.error, seen.id);
  }
  return serve(c, message.value, { principal: admission.verdict.value, admission, id: seen.id });
}

async function admitted(c: AppContext, { name, metered }: NamedOperation, client: string | null): Promise<Admission> {
  const admission = await admitRequest(c, { surface: "mcp", name }, { metered, client, allowQuery: true });
  setRateHeaders(c, admission.rate);
  setServerTiming(c, admission.steps);
  return admission;
}

type Seen = Glimpse & { readonly body: Body };
type Admitted = { readonly principal: Principal; readonly admission: Admission; readonly id: EchoedId };

async function serve(c: AppContext, message: JsonObject, { principal, admission, id }: Admitted): Promise<Response> {
  const outcome = newOutcome();
  const call = { principal, deps: contentDeps(c.env), requestId: c.get("requestId"), outcome };
  const answer = await serveMcp(c.req.raw, message, call).catch((thrown: unknown) => {
    admission.settle("server_error");
    throw thrown;
  });
  const failure = failureOf(outcome, answer.status, message);
  if (failure !== null) admission.settle(failure);
  const stepUp = stepUpRefusal(principal, outcome);
  if (stepUp !== null) return refuse(c, stepUp, id);
  if (!(answer instanceof Response)) return c.newResponse(answer.body, answer.status, answer.headers);
  // Not the response itself: Hono would drop the headers that were set before it.
  return c.newResponse(answer.body, answer);
}

/** R5: an app asks its person for more when it is told so by 403 and a challenge; with a key nobody could be asked. */
function stepUpRefusal({ credential, scopes }: Principal, { lacking }: Outcome): Refusal | null {
  if (credential.kind !== "app" || lacking.length === 0) return null;
  return { code: "insufficient_scope", needed: lacking, granted: scopes };
}

/** What the handler says; where none was reached, the protocol refused the request before it, maybe with status 200. */
function failureOf({ reached, failure }: Outcome, status: number, { method, id }: JsonObject): Failure | null {
  if (failure !== null) return failure;
  if (status >= 500) return "server_error";
  if (status >= 400) return "client_error";
  if (reached || typeof method !== "string" || id === undefined) return null;
  return isHandled(method) || !isServed(method) ? "client_error" : null;
}

/** R1, R2, R6 by HTTP status; R5: what a good key may not do is said in band, where the model reads it. */
function refuseCaller(c: AppContext, refusal: Refusal, seen: Seen): Response {
  const { id, method, body } = seen;
  if (REFUSALS[refusal.code].status !== 403) return refuse(c, refusal, id);
  const message = parseMessage(body);
  if (!message.ok) return refuse(c, message.error, id);
  c.set("refusalCode", refusal.code);
  if (message.value["id"] === undefined) return c.body(null, 202);
  if (method !== "tools/call") return c.json(rpcError(refusal, id, c.get("requestId")), 200);
  // `resultType` is of 2026-07-28; older clients ignore what they do not know.
  const result = { resultType: "complete", ...toolError(refusal, c.get("requestId")) };
  return c.json({ jsonrpc: "2.0", id, result }, 200);
}

/** A refusal with its HTTP status and headers, as a JSON-RPC error. */
function refuse(c: AppContext, refusal: Refusal, id: EchoedId): Response {
  c.set("refusalCode", refusal.code);
  const headers = refusalHeaders(refusal, metadataUrl(c));
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every status of the table has a body
  const status = REFUSALS[refusal.code].status as ContentfulStatusCode;
  return c.json(rpcError(refusal, id, c.get("requestId")), status);
}

/** Where apps learn how to connect; `null` where they cannot. */
function metadataUrl(c: AppContext): string | null {
  const { origin } = new URL(c.req.url);
  return isOAuthOrigin(origin) ? `${origin}${RESOURCE_METADATA_PATH}` : null;
}
