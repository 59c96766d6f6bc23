/**
 * Who decides a proven key: this isolate where it holds a lease of it, else the region's gate, or the D1 primary. And
 * that the request is counted once, by whoever decided.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { Settings } from "#workers/env.ts";
import { outcomeOf } from "#workers/gate/decide.ts";
import { findGate, gateName } from "#workers/gate/find-gate.ts";
import { type LeaseWish, wishedRequests } from "#workers/gate/isolate-lease.ts";
import { type CheckReply, type CheckRequest, PROTOCOL } from "#workers/gate/protocol.ts";
import { type Place, regionOf } from "#workers/gate/regions.ts";
import type { UsageEvent } from "#workers/gate/usage-buffer.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import type { TimedStep } from "#workers/http/server-timing.ts";
import { sleep } from "#workers/http/time-limit.ts";
import type { Failure } from "./admission.ts";
import { askGate } from "./ask-gate.ts";
import { askPrimary } from "./ask-primary.ts";
import type { Isolate } from "./isolate.ts";
import type { Holder } from "./isolate-leases.ts";

export type AdmissionMeans = {
  readonly env: Env;
  readonly settings: Settings;
  readonly place: Place;
  readonly isolate: Isolate;
  readonly waitUntil: (work: Promise<unknown>) => void;
};

/** What became of a check, and how to correct its count. `leased`: whose lease came with it. */
export type Asked = {
  readonly reply: CheckReply;
  readonly settle: (failure: Failure) => void;
  readonly leased: Holder | null;
  /** Who was waited for. */
  readonly steps: readonly TimedStep[];
};

/** Asks by the deployment's mode, and sees to it that the request is counted once. Never throws for an outage. */
export async function ask(means: AdmissionMeans, request: CheckRequest): Promise<Asked> {
  const holder = { gate: gateName(regionOf(means.place), request.id, means.settings.gatesPerRegion), id: request.id };
  const leased = means.isolate.leases.decide(holder, request, now());
  if (leased !== null) return askedOf(means, holder, { request, reply: leased, steps: LEASED });
  if (means.settings.verifyMode === "gate") return askItsGate(means, holder, request);
  return countedAfter(means, holder, { request, ...(await askPrimary(means.env, means.isolate.limiter, request)) });
}

const LEASED: readonly TimedStep[] = [{ name: "lease", ms: 0 }];

async function askItsGate(means: AdmissionMeans, holder: Holder, request: CheckRequest): Promise<Asked> {
  const { env, isolate } = means;
  const sentAt = now();
  // A question that wants an explanation is no use of the key: it takes no lease, and gives none back.
  const lease = request.explain ? null : wishOf(means, holder, sentAt);
  const wishing = lease === null ? request : { ...request, lease };
  const answer = await askGate({ env, isolate, gate: () => findGate(env, holder.gate) }, wishing);
  if (lease !== null && lease.requests > 0) isolate.leases.unwish(holder);
  if (!answer.counted) return countedAfter(means, holder, { request, ...answer });
  const { lease: granted } = answer.reply;
  if (granted === undefined) return withTokensHere(means, holder, { request, ...answer });
  const until = isolate.leases.hold(holder, granted, sentAt);
  means.waitUntil(giveBackAt(means, holder, until));
  return { ...askedOf(means, holder, { request, ...answer }), leased: holder };
}

/** What is said of leases with a question: `null` where isolates take none. */
function wishOf({ settings, isolate }: AdmissionMeans, holder: Holder, at: EpochMs): LeaseWish | null {
  if (settings.isolateLeaseMs === 0) return null;
  const back = isolate.leases.handBack(holder, at);
  const seen = isolate.rates.ask(holder.id, back?.decided ?? 0, at);
  const wanted = wishedRequests(seen, settings.isolateLeaseMs);
  const requests = wanted > 0 && isolate.leases.wish(holder, at) ? wanted : 0;
  return requests === 0 && back === null ? null : { requests, returned: back?.returned ?? null };
}

/**
 * While the question was out, another's answer may have brought a lease, with tokens that the gate does not count as left
 * any more: a request that it refused for its rate is decided by them.
 */
function withTokensHere(means: AdmissionMeans, holder: Holder, decided: Decided): Asked {
  const { leases } = means.isolate;
  const { request, reply, steps } = decided;
  if (reply.kind === "refused" && reply.refusal.code === "rate_limited") {
    const leased = leases.decide(holder, request, now());
    if (leased !== null) {
      leases.correct(holder, [eventOf(decided, "rate_limited", -1)]);
      return askedOf(means, holder, { request, reply: leased, steps });
    }
  }
  const here = leases.tokensOf(holder);
  if (here === 0 || reply.kind !== "admitted") return askedOf(means, holder, decided);
  const rate = { ...reply.rate, remaining: reply.rate.remaining + here };
  return askedOf(means, holder, { request, reply: { ...reply, rate }, steps });
}

/** At its end, what is left of a lease goes back, unless a later one has taken it over. */
async function giveBackAt(means: AdmissionMeans, holder: Holder, until: EpochMs): Promise<void> {
  while (now() < until) await sleep(until - now());
  const end = means.isolate.leases.endOf(holder);
  if (end === null || now() < end) return;
  const back = means.isolate.leases.handBack(holder, now());
  if (back === null) return;
  try {
    await findGate(means.env, holder.gate).giveBack({ protocol: PROTOCOL, id: holder.id, returned: back.returned });
  } catch (error) {
    // NOTE: not sent again. The gate may have counted it, and what is counted twice is worse than what is lost.
    logEvent("warn", "usage_not_given_back", { requests: back.decided, error: describeError(error) });
  }
}

type Decided = {
  readonly request: CheckRequest;
  readonly reply: CheckReply;
  readonly steps: readonly TimedStep[];
};

/** The count of a decision that no gate made goes to the gate after the answer, and is lost if the gate is. */
function countedAfter(
  means: AdmissionMeans,
  holder: Holder,
  decided: Decided & { readonly isFirstUse: boolean },
): Asked {
  const { request, reply, isFirstUse: isFirst } = decided;
  if (request.counted && reply.kind !== "unavailable") {
    send(means, holder, [{ ...eventOf(decided, outcomeOf(reply), 1), isFirst }]);
  }
  return askedOf(means, holder, decided);
}

/** A count is corrected where it still is. */
function askedOf(means: AdmissionMeans, holder: Holder, decided: Decided): Asked {
  const settle: Asked["settle"] = (failure) => {
    const events = [eventOf(decided, "ok", -1), eventOf(decided, failure, 1)];
    if (!means.isolate.leases.correct(holder, events)) send(means, holder, events);
  };
  return { reply: decided.reply, settle, leased: null, steps: decided.steps };
}

function eventOf({ request, reply }: Pick<Decided, "request" | "reply">, outcome: string, count: 1 | -1): UsageEvent {
  return { ...request.usage, id: request.id, at: reply.at, outcome, count, byUrl: request.via === "query" };
}

function send(means: AdmissionMeans, holder: Holder, events: readonly UsageEvent[]): void {
  const sent = findGate(means.env, holder.gate)
    .count(events)
    .catch((error: unknown) => {
      logEvent("warn", "usage_not_counted", { error: describeError(error) });
    });
  means.waitUntil(sent);
}

function now(): EpochMs {
  return epochMs(Date.now());
}
