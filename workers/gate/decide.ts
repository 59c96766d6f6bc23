/** From a record to an answer: the rules, then the rate limit. The same for a gate and for a read of the D1 primary. */
import type { EpochMs } from "#shared/brand.ts";
import { RETRY_AFTER_SECONDS } from "#shared/limits.ts";
import type { RateLimitState } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { grantableScopes, type Scope } from "#shared/scopes.ts";
import type { CredentialRecord, RecordSecret } from "#workers/records/credential-record.ts";
import { explainChecks, mayPass, secretOf } from "./admission-rules.ts";
import { type CheckReply, type CheckRequest, type Explanation, type Granted, PROTOCOL } from "./protocol.ts";
import type { Taken } from "./bucket.ts";

/** Where tokens come from: a gate's buckets, an isolate's own, or what a lease allows. */
export type Limiter = Record<"take" | "peek", LimitRule>;
type LimitRule = (
  record: CredentialRecord,
  asked: { readonly now: EpochMs; readonly cost: 0 | 1 },
) => Omit<Taken, "bucket">;

type Means = { readonly limiter: Limiter; readonly now: EpochMs };

/** Synchronous: nothing may change between what is known and what is decided. Takes a token when it admits. */
export function decide(record: CredentialRecord | null, request: CheckRequest, means: Means): CheckReply {
  const explanation = request.explain ? explain(record, request, means.now) : null;
  const refused = (refusal: Refusal, rate: RateLimitState | null): CheckReply => ({
    protocol: PROTOCOL,
    at: means.now,
    kind: "refused",
    refusal,
    rate,
    explanation,
  });
  const { id, digest, via, ip } = request;
  const asked = { id, digest, via, ip, now: means.now };
  const passing = mayPass(record, asked);
  if (!passing.ok) return refused(passing.error, null);
  const { record: known, secret } = passing.value;
  const wanted = { now: means.now, cost: request.metered ? 1 : 0 } as const;
  const taken = request.counted ? means.limiter.take(known, wanted) : means.limiter.peek(known, wanted);
  if (!taken.admitted) {
    return refused({ code: "rate_limited", retryAfterSeconds: taken.retryAfterSeconds }, taken.state);
  }
  const admitted = { granted: grantedBy(known, secret), rate: taken.state, explanation };
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

function explain(record: CredentialRecord | null, request: CheckRequest, now: EpochMs): Explanation {
  const asked = { ...request, now };
  const secret = record === null ? null : secretOf(record, asked);
  const granted = record === null || secret === null ? null : grantedBy(record, secret);
  return { checks: explainChecks(record, asked), granted };
}

/** What secrets give, worked out once for each: a record in memory never changes. */
const granted = new WeakMap<RecordSecret, Granted>();

/** A scope that its owner's roles do not give any more is not granted, whatever the credential says. */
function grantedBy(record: CredentialRecord, secret: RecordSecret): Granted {
  const known = granted.get(secret);
  if (known !== undefined) return known;
  const { id, ownerId, workspaces, allowedTools } = record;
  const given = grantableScopes(workspaces.map((workspace) => workspace.role));
  const isGiven = (scope: Scope): boolean => given.includes(scope) && (secret.scopes?.includes(scope) ?? true);
  const fresh = { id, ownerId, scopes: record.scopes.filter(isGiven), workspaces, allowedTools };
  granted.set(secret, fresh);
  return fresh;
}
