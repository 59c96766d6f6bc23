/** Requests to a server that may be dead: an answer, or nothing. */
import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";

/** Nobody waits longer for a server that lives: past this it counts as dead. */
const ANSWER_TIMEOUT_MS = 30_000;
const NEXT_TRY_MS = 50;

export type Wanted = {
  readonly method?: string;
  readonly key: string;
  readonly body?: unknown;
};

export type Answer = { readonly status: number; readonly text: string };

/** No answer: nobody listened, or somebody did, and it is unknown what came of it. */
export type Silence = "unreached" | "unheard";

/** The answer, whole, or why there is none. */
export async function ask(url: string, { method = "GET", key, body }: Wanted): Promise<Answer | Silence> {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        accept: "application/json, text/event-stream",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch (thrown) {
    return isRefusedConnection(thrown) ? "unreached" : "unheard";
  }
}

/** Whether somebody was there to decide. */
export function isDecided(answer: Answer | Silence): answer is Answer {
  return typeof answer !== "string" && answer.status !== 503;
}

/** Asks until it is decided. Only for what may be asked twice. */
export async function askUntilDecided(url: string, wanted: Wanted): Promise<Answer> {
  for (;;) {
    const answer = await ask(url, wanted);
    if (isDecided(answer)) return answer;
    await sleep(NEXT_TRY_MS);
  }
}

/** The answer's JSON, read with `schema`; `null` when it is something else. */
export function jsonIn<S extends z.ZodType>(answer: Answer, schema: S): z.output<S> | null {
  try {
    return schema.parse(JSON.parse(answer.text));
  } catch {
    return null;
  }
}

/** `localhost` is tried by each of its addresses: all of them must have refused. */
function isRefusedConnection(thrown: unknown): boolean {
  const cause = thrown instanceof Error ? thrown.cause : null;
  const reasons: unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  return reasons.every((reason) => reason instanceof Error && "code" in reason && reason.code === "ECONNREFUSED");
}
