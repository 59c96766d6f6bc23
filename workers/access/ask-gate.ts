/** The region's gate decides; when it cannot be reached, the D1 primary does, within a small budget. */
import { epochMs } from "#shared/brand.ts";
import { FALLBACK_BURST, FALLBACK_REFILL_MS, GATE_TIMEOUT_MS } from "#shared/limits.ts";
import { takeToken, type Bucket } from "#workers/gate/bucket.ts";
import { unavailable } from "#workers/gate/decide.ts";
import { type CheckRequest, type GateRpc, PROTOCOL } from "#workers/gate/protocol.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import { withinMs } from "#workers/http/time-limit.ts";
import { askPrimary, type PrimaryAnswer } from "./ask-primary.ts";

/** The decision, and whether the gate has counted it as usage. */
export type Answer = PrimaryAnswer & { readonly counted: boolean };

/** This isolate's allowance of D1 reads on behalf of gates that fail, so that their failure is not D1's as well. */
const FALLBACK_RATE = { perMinute: (FALLBACK_BURST * 60_000) / FALLBACK_REFILL_MS, burst: FALLBACK_BURST };
let fallbackBucket: Bucket | undefined;

/**
 * Asks once, for a limited time. A gate that says "unavailable" has tried D1 itself and is believed; one that throws,
 * stays silent or answers in an unknown form is passed over. Never throws: what cannot be checked is unavailable.
 */
export async function askGate(env: Env, gate: () => GateRpc, request: CheckRequest): Promise<Answer> {
  try {
    const reply = await withinMs(gate().check(request), GATE_TIMEOUT_MS);
    if (isReply(reply)) return { reply, counted: true, isFirstUse: false };
    logEvent("warn", "gate_answer_unknown", {});
  } catch (error) {
    logEvent("warn", "gate_failed", { error: describeError(error) });
  }
  return { ...(await fallBack(env, request)), counted: false };
}

/** For tests, which share this isolate: the budget as new. */
export function resetFallbackBudget(): void {
  fallbackBucket = undefined;
}

async function fallBack(env: Env, request: CheckRequest): Promise<PrimaryAnswer> {
  const now = epochMs(Date.now());
  const taken = takeToken(fallbackBucket, FALLBACK_RATE, { now, cost: 1 });
  fallbackBucket = taken.bucket;
  if (taken.admitted) return askPrimary(env, request);
  logEvent("warn", "fallback_budget_spent", {});
  return { reply: unavailable(now), isFirstUse: false };
}

/** The protocol number is checked at run time: the gate may run another version of this code. */
function isReply(reply: { readonly protocol: number }): boolean {
  return reply.protocol === PROTOCOL;
}
