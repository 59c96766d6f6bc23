/**
 * One read of the D1 primary per request: the mode for small installs (`VERIFY_MODE=primary`), the reference that
 * tests compare gates with, and the fallback when a gate fails. Always current; rate limits are this isolate's own.
 */
import { epochMs } from "#shared/brand.ts";
import { D1_TIMEOUT_MS } from "#shared/limits.ts";
import { decide, type Limiter, unavailable } from "#workers/gate/decide.ts";
import type { CheckReply, CheckRequest } from "#workers/gate/protocol.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import type { TimedStep } from "#workers/http/server-timing.ts";
import { withinMs } from "#workers/http/time-limit.ts";
import { inSpan } from "#workers/http/trace.ts";
import { readD1Record } from "#workers/records/d1-records.ts";
import type { Snapshot } from "#workers/records/credential-record.ts";

/** The decision, whether it admits a key that was never used, and what was waited for. */
export type PrimaryAnswer = {
  readonly reply: CheckReply;
  readonly isFirstUse: boolean;
  readonly steps: readonly TimedStep[];
};

/** Decides by the record as it is in D1 now. Never throws: a D1 that fails makes the check unavailable. */
export async function askPrimary(env: Env, limiter: Limiter, request: CheckRequest): Promise<PrimaryAnswer> {
  const startedAt = Date.now();
  const waited = (): readonly TimedStep[] => [{ name: "d1", ms: Date.now() - startedAt }];
  try {
    const reading = (): Promise<Snapshot> => readD1Record(env.DB, { id: request.id, floor: 0 }, Date.now);
    const { record } = await inSpan("ask_primary", { key: request.id }, () => withinMs(reading(), D1_TIMEOUT_MS));
    const reply = decide(record, request, { limiter, now: epochMs(Date.now()) });
    return { reply, isFirstUse: reply.kind === "admitted" && record?.used === false, steps: waited() };
  } catch (error) {
    logEvent("warn", "primary_failed", { error: describeError(error) });
    return { reply: unavailable(epochMs(Date.now())), isFirstUse: false, steps: waited() };
  }
}
