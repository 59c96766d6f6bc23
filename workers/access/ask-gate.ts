/** The region's gate decides; when it cannot be reached, the D1 primary does, within a small budget. */
import { epochMs } from "#shared/brand.ts";
import { GATE_TIMEOUT_MS } from "#shared/limits.ts";
import { unavailable } from "#workers/gate/decide.ts";
import { type CheckReply, type CheckRequest, type GateRpc, PROTOCOL } from "#workers/gate/protocol.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import type { TimedStep } from "#workers/http/server-timing.ts";
import { withinMs } from "#workers/http/time-limit.ts";
import { inSpan } from "#workers/http/trace.ts";
import { askPrimary, type PrimaryAnswer } from "./ask-primary.ts";
import type { Isolate } from "./isolate.ts";

/** The decision, and whether the gate has counted it as usage. */
export type Answer = PrimaryAnswer & { readonly counted: boolean };

export type GateMeans = {
  readonly env: Env;
  readonly isolate: Pick<Isolate, "fallback" | "limiter">;
  /** A stub of the gate to ask. */
  readonly gate: () => GateRpc;
};

/**
 * Asks once, for a limited time. A gate that says "unavailable" has tried D1 itself and is believed; one that throws,
 * stays silent or answers in an unknown form is passed over. Never throws: what cannot be checked is unavailable.
 */
export async function askGate(means: GateMeans, request: CheckRequest): Promise<Answer> {
  const startedAt = Date.now();
  const waited = (): TimedStep => ({ name: "gate", ms: Date.now() - startedAt });
  try {
    const asking = (): Promise<CheckReply> => withinMs(means.gate().check(request), GATE_TIMEOUT_MS);
    const reply = await inSpan("ask_gate", { key: request.id }, asking);
    if (isReply(reply)) {
      return { reply, counted: true, isFirstUse: false, steps: [waited(), ...(reply.steps ?? [])] };
    }
    logEvent("warn", "gate_answer_unknown", {});
  } catch (error) {
    logEvent("warn", "gate_failed", { error: describeError(error) });
  }
  const passedOver = waited();
  const fallback = await fallBack(means, request);
  return { ...fallback, counted: false, steps: [passedOver, ...fallback.steps] };
}

async function fallBack({ env, isolate }: GateMeans, request: CheckRequest): Promise<PrimaryAnswer> {
  const now = epochMs(Date.now());
  if (isolate.fallback.take(now)) return askPrimary(env, isolate.limiter, request);
  logEvent("warn", "fallback_budget_spent", {});
  return { reply: unavailable(now), isFirstUse: false, steps: [] };
}

/** The protocol number is checked at run time: the gate may run another version of this code. */
function isReply(reply: { readonly protocol: number }): boolean {
  return reply.protocol === PROTOCOL;
}
