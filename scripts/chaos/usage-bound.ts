/**
 * How far usage in D1 may be from what clients counted. Pure.
 *
 * Too little: of the answers within the last moments before a kill, those that were in a gate's memory, or in an
 * isolate's that decided alone. Too much: requests that were counted and whose answer nobody saw.
 */
import { ISOLATE_LEASE_MS_MAX, USAGE_JOURNAL_DELAY_MS } from "#shared/limits.ts";
import type { UseFact } from "./facts.ts";

/** What a kill can lose: the time until an isolate tells its gate, and until the gate writes it down. */
export const LOSABLE_MS = ISOLATE_LEASE_MS_MAX + USAGE_JOURNAL_DELAY_MS;

export type UsageCount = {
  /** Answers that clients saw, of keys that still exist. */
  readonly seen: number;
  /** The same in D1. */
  readonly counted: number;
  readonly lost: number;
  /** The most that may be lost. */
  readonly losable: number;
  /** The most that may be counted without having been seen. */
  readonly unseen: number;
  /** What is wrong, in words; empty when all is within the bound. */
  readonly broken: readonly string[];
};

export type UsageEvidence = {
  readonly uses: readonly UseFact[];
  /** "ok" counts of each key that still exists. */
  readonly counted: ReadonlyMap<string, number>;
  readonly killedAt: readonly number[];
  /** Counts that the server said it could not deliver: best effort, and told. */
  readonly givenUp: number;
};

/** Compares what passed with what was counted, for each key and for all. */
export function compareUsage({ uses, counted, killedAt, givenUp }: UsageEvidence): UsageCount {
  const ofKeys = uses.filter((use) => counted.has(use.key));
  const passed = ofKeys.filter((use) => use.outcome.kind === "passed");
  const unseen = ofKeys.filter(({ outcome }) => outcome.kind === "unavailable" && outcome.how !== "unreached");
  const losable = passed.filter((use) => killedAt.some((at) => use.begunAt <= at && at - use.endedAt <= LOSABLE_MS));
  const total = sum([...counted.values()]);
  const lost = Math.max(0, passed.length - total);
  const limit = losable.length + givenUp;
  const tooMany = overcounted({ passed, unseen, counted });
  const tooFew = lost > limit ? [`${lost} answers were not counted, and ${limit} may have been lost`] : [];
  return {
    seen: passed.length,
    counted: total,
    lost,
    losable: limit,
    unseen: unseen.length,
    broken: [...tooFew, ...tooMany],
  };
}

function overcounted(of: {
  readonly passed: readonly UseFact[];
  readonly unseen: readonly UseFact[];
  readonly counted: ReadonlyMap<string, number>;
}): string[] {
  const mostOf = new Map<string, number>();
  for (const { key } of [...of.passed, ...of.unseen]) mostOf.set(key, (mostOf.get(key) ?? 0) + 1);
  return [...of.counted].flatMap(([key, count]) => {
    const most = mostOf.get(key) ?? 0;
    return count > most ? [`${key} was counted ${count} times, and presented ${most} times`] : [];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
