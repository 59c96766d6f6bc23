/** One message to `/mcp` served twice: by the fast path, and by the SDK's server. */
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { Principal } from "#shared/principal.ts";
import { type AutomationDeps, contentDeps } from "#workers/content/deps.ts";
import { type McpCall, newOutcome } from "#workers/mcp/call.ts";
import { answerFast } from "#workers/mcp/fast-path.ts";
import type { JsonObject } from "#workers/mcp/json-object.ts";
import { parseMessage, readBody } from "#workers/mcp/message.ts";
import { serveBySdk, serveMcp } from "#workers/mcp/server.ts";
import { TOOLS } from "#workers/mcp/tools/table.ts";
import { NOON } from "./content-world.ts";
import { responseOf } from "./mcp-world.ts";

/** A POST to `/mcp`. */
export type Post = { readonly headers: Readonly<Record<string, string>>; readonly text: string };

/** All that a caller, and the usage, can tell of how a message was served. */
type Served = {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly outcome: McpCall["outcome"];
};

export type Compared = {
  /** `refused` before any server, for it is no message; `left` by the fast path, to the SDK. */
  readonly way: "refused" | "left" | "fast";
  /** As each way served it; null both where it did not take the fast one. */
  readonly fast: Served | null;
  readonly bySdk: Served | null;
};

/**
 * Serves the message in both ways, unless the fast path leaves it: then nobody can tell. What a tool does for a
 * principal and arguments it does once, here and in every later comparison, so that both ways see the same.
 */
export async function compare(post: Post, principal: Principal, deps = contentDeps(env, NOON)): Promise<Compared> {
  const fast = await serve(post, { principal, deps }, fastOnly);
  if (fast === null) return { way: "refused", fast: null, bySdk: null };
  if (fast.status === LEFT) return { way: "left", fast: null, bySdk: null };
  return { way: "fast", fast, bySdk: await serveWhole(post, { principal, deps }, serveBySdk) };
}

/** Serves a message that is one as the product does, whichever way that is. */
export function serveAsProduct(post: Post, principal: Principal): Promise<Served> {
  return serveWhole(post, { principal, deps: contentDeps(env, NOON) }, serveMcp);
}

/** Serves a message that is one by the SDK's server. */
export function serveAsSdk(post: Post, principal: Principal): Promise<Served> {
  return serveWhole(post, { principal, deps: contentDeps(env, NOON) }, serveBySdk);
}

async function serveWhole(post: Post, caller: Caller, by: typeof serveMcp): Promise<Served> {
  const served = await serve(post, caller, by);
  if (served === null) throw new Error("expected a message");
  return served;
}

/** A status that nobody answers. */
const LEFT = 599;

type Caller = { readonly principal: Principal; readonly deps: AutomationDeps };

async function serve({ headers, text }: Post, caller: Caller, by: typeof serveMcp): Promise<Served | null> {
  const request = new Request("https://latchkey.test/mcp", { method: "POST", headers, body: text });
  const message = parseMessage(await readBody(request));
  if (!message.ok) return null;
  const outcome = newOutcome();
  const response = responseOf(await by(request, message.value, { ...caller, requestId: "req_world", outcome }));
  return {
    status: response.status,
    headers: [...response.headers],
    body: await response.text(),
    outcome,
  };
}

async function fastOnly(request: Request, message: JsonObject, call: McpCall): ReturnType<typeof serveMcp> {
  const answer = await answerFast(request, message, call);
  if (answer === null && call.outcome.reached) throw new Error("the fast path left a message that it had worked on");
  return answer ?? new Response(null, { status: LEFT });
}

type Run = (typeof TOOLS)[number]["run"];
const works = new WeakMap<Principal, Map<string, ReturnType<Run>>>();

for (const tool of TOOLS) {
  const { run } = tool;
  vi.spyOn(tool, "run").mockImplementation((deps, principal, args) => {
    const asked = `${tool.name} ${JSON.stringify(args)}`;
    const ofPrincipal = works.get(principal) ?? new Map<string, ReturnType<Run>>();
    const work = ofPrincipal.get(asked) ?? run(deps, principal, args);
    works.set(principal, ofPrincipal.set(asked, work));
    return work;
  });
}
