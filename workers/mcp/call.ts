/** One message being served: who sent it, what answers it is made from, and how it ended. */
import { ProtocolError } from "@modelcontextprotocol/server";
import type { Principal } from "#shared/principal.ts";
import { type Refusal, REFUSALS } from "#shared/refusals.ts";
import { err, type Result } from "#shared/result.ts";
import type { Scope } from "#shared/scopes.ts";
import type { Failure } from "#workers/access/admission.ts";
import type { AutomationDeps } from "#workers/content/deps.ts";
import { refusalOfThrow } from "#workers/http/refusal-of-throw.ts";
import { rpcCode, rpcSentence } from "./codes.ts";

/** How the message ended, for the usage. Written while it is served. */
export type Outcome = {
  reached: boolean;
  failure: Failure | null;
  /** The scopes for want of which it was refused. */
  lacking: readonly Scope[];
};

/** Of a message that has not begun. */
export function newOutcome(): Outcome {
  return { reached: false, failure: null, lacking: [] };
}

export type McpCall = {
  readonly principal: Principal;
  readonly deps: AutomationDeps;
  readonly requestId: string;
  readonly outcome: Outcome;
};

type Work<T> = () => Result<T, Refusal> | Promise<Result<T, Refusal>>;

/** Does the work of a handler: notes how it ended, and makes a refusal of what it throws, so that nothing leaks. */
export async function attempt<T>({ outcome, requestId }: McpCall, work: Work<T>): Promise<Result<T, Refusal>> {
  outcome.reached = true;
  const result = await caught(requestId, work);
  if (!result.ok) outcome.failure = failureOf(result.error);
  if (!result.ok && result.error.code === "missing_scope") outcome.lacking = result.error.needed;
  return result;
}

/** {@link attempt} for the SDK, which takes a value or a thrown ProtocolError. `about` goes into the error's data. */
export async function answer<T>(call: McpCall, work: Work<T>, about: Record<string, string> = {}): Promise<T> {
  const result = await attempt(call, work);
  if (result.ok) return result.value;
  const data = { reason: result.error.code, request_id: call.requestId, ...about };
  throw new ProtocolError(rpcCode(result.error), rpcSentence(result.error), data);
}

async function caught<T>(requestId: string, work: Work<T>): Promise<Result<T, Refusal>> {
  try {
    return await work();
  } catch (thrown) {
    return err(refusalOfThrow(thrown, requestId));
  }
}

function failureOf({ code }: Refusal): Failure {
  const { status } = REFUSALS[code];
  if (status >= 500) return "server_error";
  return status === 403 ? "forbidden" : "client_error";
}
