/** From a record to an answer: the rules, then the rate limit. The same for a gate and for a read of the D1 primary. */
import type { EpochMs } from "#shared/brand.ts";
import { RETRY_AFTER_SECONDS } from "#shared/limits.ts";
import type { RateLimitState } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { grantableScopes } from "#shared/scopes.ts";
import type { KeyRecord } from "#workers/records/key-record.ts";
import { explainChecks, refusalOf } from "./admission-rules.ts";
import { type CheckReply, type CheckRequest, type Explanation, type Granted, PROTOCOL } from "./protocol.ts";
import type { Taken } from "./bucket.ts";

/** Where tokens come from: a gate's buckets, an isolate's own, or what a lease allows. */
export type Limiter = Record<"take" | "peek", LimitRule>;
type LimitRule = (record: KeyRecord, asked: { readonly now: EpochMs; readonly cost: 0 | 1 }) => Omit<Taken, "bucket">;

type Means = { readonly limiter: Limiter; readonly now: EpochMs };

/** Synchronous: nothing may change between what is known and what is decided. Takes a token when it admits. */
export function decide(record: KeyRecord | null, request: CheckRequest, means: Means): CheckReply {
  const explanation = request.explain ? explain(record, request, means.now) : null;
  const refused = (refusal: Refusal, rate: RateLimitState | null): CheckReply => ({
    protocol: PROTOCOL,
    at: means.now,
    kind: "refused",
    refusal,
    rate,
    explanation,
  });
  const { digest, via, ip } = request;
  const refusal = refusalOf(record, { digest, via, ip, now: means.now });
  if (record === null || refusal !== null) return refused(refusal ?? { code: "unknown_key" }, null);
  const asked = { now: means.now, cost: request.metered ? 1 : 0 } as const;
  const taken = request.counted ? means.limiter.take(record, asked) : means.limiter.peek(record, asked);
  if (!taken.admitted) {
    return refused({ code: "rate_limited", retryAfterSeconds: taken.retryAfterSeconds }, taken.state);
  }
  const admitted = { granted: grantedBy(record), rate: taken.state, explanation };
  return { protocol: PROTOCOL, at: means.now, kind: "admitted", ...admitted };
}

/** The answer when nothing could be checked. */
export function unavailable(at: EpochMs): CheckReply {
  return { protocol: PROTOCOL, at, kind: "unavailable", retryAfterSeconds: RETRY_AFTER_SECONDS };
}

/** How usage names a decision: "ok", or the refusal's code. */
export function outcomeOf(reply: CheckReply): string {
  if (reply.kind === "refused") return reply.refusal.code;
  return reply.kind === "admitted" ? "ok" : "unavailable";
}

function explain(record: KeyRecord | null, request: CheckRequest, now: EpochMs): Explanation {
  const checks = explainChecks(record, { ...request, now });
  const known = record !== null && checks.every((check) => check.name !== "known" || check.refusal === null);
  return { checks, granted: known ? grantedBy(record) : null };
}

/** What records give, worked out once for each: a record in memory never changes. */
const granted = new WeakMap<KeyRecord, Granted>();

/** A scope that its owner's roles do not give any more is not granted, whatever the key says. */
function grantedBy(record: KeyRecord): Granted {
  const known = granted.get(record);
  if (known !== undefined) return known;
  const { id, ownerId, workspaces, allowedTools } = record;
  const given = grantableScopes(workspaces.map((workspace) => workspace.role));
  const fresh = {
    id,
    ownerId,
    scopes: record.scopes.filter((scope) => given.includes(scope)),
    workspaces,
    allowedTools,
  };
  granted.set(record, fresh);
  return fresh;
}
