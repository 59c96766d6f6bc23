/** Presents a key by REST or by MCP, and writes down what came of it. */
import { z } from "zod";
import { scopeSchema } from "#shared/scope-schema.ts";
import { type Answer, ask, isDecided, jsonIn, type Silence } from "./ask.ts";
import { clockMs, type Outcome, type SharedKey, type UseFact } from "./facts.ts";

const meSchema = z.object({ scopes: z.array(scopeSchema) });
const toolResultSchema = z.object({ result: z.object({ structuredContent: z.looseObject({}) }) });
const problemSchema = z.object({ code: z.string() });
const rpcErrorSchema = z.object({ error: z.object({ data: z.object({ reason: z.string() }) }) });

/** One request with the key. */
export async function presentKey(url: string, key: SharedKey, surface: UseFact["surface"]): Promise<UseFact> {
  const begunAt = clockMs();
  const outcome = surface === "rest" ? await byRest(url, key.secret) : await byMcp(url, key.secret);
  return { fact: "use", key: key.id, surface, begunAt, endedAt: clockMs(), outcome };
}

async function byRest(url: string, key: string): Promise<Outcome> {
  const answer = await ask(`${url}/v1/me`, { key });
  if (!isDecided(answer)) return unavailable(answer);
  if (answer.status === 200) return passed(answer, jsonIn(answer, meSchema)?.scopes);
  return refused(answer, jsonIn(answer, problemSchema)?.code);
}

async function byMcp(url: string, key: string): Promise<Outcome> {
  const params = { name: "list_workspaces", arguments: {} };
  const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params };
  const answer = await ask(`${url}/mcp`, { method: "POST", key, body });
  if (!isDecided(answer)) return unavailable(answer);
  if (answer.status === 200) return passed(answer, jsonIn(answer, toolResultSchema) === null ? undefined : null);
  return refused(answer, jsonIn(answer, rpcErrorSchema)?.error.data.reason);
}

function passed(answer: Answer, scopes: UseFactScopes | undefined): Outcome {
  return scopes === undefined ? odd(answer) : { kind: "passed", scopes };
}

type UseFactScopes = Extract<Outcome, { kind: "passed" }>["scopes"];

function unavailable(answer: Answer | Silence): Outcome {
  return { kind: "unavailable", how: typeof answer === "string" ? answer : "answered" };
}

function refused(answer: Answer, code: string | undefined): Outcome {
  return answer.status === 401 && code !== undefined ? { kind: "refused", code } : odd(answer);
}

function odd({ status, text }: Answer): Outcome {
  return { kind: "odd", status, text: text.slice(0, 300) };
}
