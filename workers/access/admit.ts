/** The way of a credential: read, proven by CPU, checked by the gate, made into a principal. Nothing here is cached. */
import type { EpochMs } from "#shared/brand.ts";
import { USAGE_LABEL_LENGTH_MAX } from "#shared/limits.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok } from "#shared/result.ts";
import type { Settings } from "#workers/env.ts";
import { outcomeOf } from "#workers/gate/decide.ts";
import { findGate, gateName } from "#workers/gate/find-gate.ts";
import { type CheckReply, type CheckRequest, type GateRpc, PROTOCOL } from "#workers/gate/protocol.ts";
import { type Place, regionOf } from "#workers/gate/regions.ts";
import type { UsageEvent } from "#workers/gate/usage-buffer.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import type { Admission, Call, Failure } from "./admission.ts";
import { askGate } from "./ask-gate.ts";
import { askPrimary } from "./ask-primary.ts";
import { identify, type Identified } from "./identify.ts";

export type AdmissionMeans = {
  readonly env: Env;
  readonly settings: Settings;
  readonly place: Place;
  readonly waitUntil: (work: Promise<unknown>) => void;
};

/** Decides one request's credential. Never throws for an outage: what cannot be checked is refused with a 503. */
export async function admit(means: AdmissionMeans, call: Call): Promise<Admission> {
  const identified = await identify(means.settings, call.presented);
  if (!identified.ok) return refusedWithoutKey(identified.error.refusal);
  const request = { ...checkRequest(identified.value, call), counted: true, explain: false };
  const { reply, settle } = await ask(means, request);
  return toAdmission(reply, settle);
}

/** What became of a check, and how to correct its count. */
export type Asked = { readonly reply: CheckReply; readonly settle: Admission["settle"] };

/** Asks by the deployment's mode, and sees to it that the request is counted once. */
export async function ask(means: AdmissionMeans, request: CheckRequest): Promise<Asked> {
  const name = gateName(regionOf(means.place), request.id, means.settings.gatesPerRegion);
  const gate = (): GateRpc => findGate(means.env, name);
  const { reply, counted, isFirstUse } =
    means.settings.verifyMode === "primary"
      ? { ...(await askPrimary(means.env, request)), counted: false }
      : await askGate(means.env, gate, request);
  const usage = usageOf(means, gate, { request, at: reply.at, isFirst: isFirstUse });
  if (request.counted && !counted && reply.kind !== "unavailable") usage.count(outcomeOf(reply));
  return { reply, settle: usage.settle };
}

/** What the gate is asked of an identified call. */
function checkRequest(identified: Identified, call: Call): Omit<CheckRequest, "counted" | "explain"> {
  return {
    protocol: PROTOCOL,
    ...identified,
    ip: call.ip,
    metered: call.metered,
    usage: {
      surface: call.operation.surface,
      operation: call.operation.name.slice(0, USAGE_LABEL_LENGTH_MAX),
      client: call.client,
      country: call.country,
    },
  };
}

type Usage = { readonly count: (outcome: string) => void; readonly settle: (failure: Failure) => void };

/** Usage that the check itself did not count goes to the gate after the answer, and is lost if the gate is. */
function usageOf(
  means: AdmissionMeans,
  gate: () => GateRpc,
  { request, at, isFirst }: { readonly request: CheckRequest; readonly at: EpochMs; readonly isFirst: boolean },
): Usage {
  const event = (outcome: string, count: 1 | -1): UsageEvent => ({
    ...request.usage,
    id: request.id,
    at,
    outcome,
    isFirst,
    count,
  });
  const send = (events: UsageEvent[]): void => {
    const sent = gate()
      .count(events)
      .catch((error: unknown) => {
        logEvent("warn", "usage_not_counted", { error: describeError(error) });
      });
    means.waitUntil(sent);
  };
  return {
    count: (outcome) => {
      send([event(outcome, 1)]);
    },
    settle: (failure) => {
      send([event("ok", -1), event(failure, 1)]);
    },
  };
}

function toAdmission(reply: CheckReply, settle: Admission["settle"]): Admission {
  switch (reply.kind) {
    case "admitted": {
      const { id, ownerId, ...reach } = reply.granted;
      const principal = { credential: { kind: "key", id }, userId: ownerId, ...reach } as const;
      return { verdict: ok(principal), rate: reply.rate, settle };
    }
    case "refused":
      return { verdict: err(reply.refusal), rate: reply.rate, settle: settleNothing };
    case "unavailable": {
      const refusal = { code: "verification_unavailable", retryAfterSeconds: reply.retryAfterSeconds } as const;
      return { verdict: err(refusal), rate: null, settle: settleNothing };
    }
  }
}

function refusedWithoutKey(refusal: Refusal): Admission {
  return { verdict: err(refusal), rate: null, settle: settleNothing };
}

function settleNothing(): void {
  // A request that was not admitted has no "ok" to correct.
}
