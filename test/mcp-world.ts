/** MCP clients that speak to the endpoint's code in this isolate, as a principal of the test's choice. */
import { env } from "cloudflare:workers";
import { Client, ProtocolError, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { Principal } from "#shared/principal.ts";
import { type AutomationDeps, contentDeps } from "#workers/content/deps.ts";
import { newOutcome, type Outcome } from "#workers/mcp/call.ts";
import { parseMessage, readBody } from "#workers/mcp/message.ts";
import { serveMcp } from "#workers/mcp/server.ts";
import { NOON } from "./content-world.ts";

/** Both protocol eras, as the official client negotiates them. */
export const ERAS = ["2025", "2026"] as const;
export type Era = (typeof ERAS)[number];

export type Connection = {
  readonly client: Client;
  /** How each message ended, for the usage; the last one last. */
  readonly outcomes: Outcome[];
};

/** A connected client; `deps` replaces what content is made from. */
export async function connect(
  principal: Principal,
  era: Era = "2026",
  deps: AutomationDeps = contentDeps(env, NOON),
): Promise<Connection> {
  const outcomes: Outcome[] = [];
  const client = new Client(
    { name: "world", version: "1.0.0" },
    { versionNegotiation: { mode: era === "2025" ? "legacy" : { pin: "2026-07-28" } } },
  );
  const transport = new StreamableHTTPClientTransport(new URL("https://latchkey.test/mcp"), {
    fetch: async (url, init) => {
      const request = new Request(url, init);
      if (request.method !== "POST") return new Response(null, { status: 405 });
      const message = parseMessage(await readBody(request));
      if (!message.ok) throw new Error("the client sent no message");
      const outcome = newOutcome();
      outcomes.push(outcome);
      return responseOf(await serveMcp(request, message.value, { principal, deps, requestId: "req_world", outcome }));
    },
  });
  await client.connect(transport);
  return { client, outcomes };
}

/** An answer as it is sent. */
export function responseOf(answer: Awaited<ReturnType<typeof serveMcp>>): Response {
  return answer instanceof Response ? answer : new Response(answer.body, answer);
}

/** The same principal with a key of other scopes. */
export function withScopes(principal: Principal, scopes: Principal["scopes"]): Principal {
  return { ...principal, scopes };
}

/** The JSON-RPC error that a request was answered with; anything else fails the test. */
export async function protocolErrorOf(work: Promise<unknown>): Promise<ProtocolError> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ProtocolError)) throw new Error(`expected a protocol error, got ${String(thrown)}`);
  return thrown;
}
