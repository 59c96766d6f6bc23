/**
 * Whether every promise held, by what clients wrote down. Pure.
 *
 * The acts on a key follow one another. What the key was after an act may be seen by a request that ended after the act
 * was begun, and began before the next act was true. So each request has a few states to be answered by, mostly one.
 */
import type { ActFact, Fact, KeyState, Outcome, UseFact } from "./facts.ts";

export type Verdict = {
  /** What was promised and did not hold, in words; empty when all held. */
  readonly broken: readonly string[];
  /** Requests whose answer the history of their key explains. */
  readonly explained: number;
  /** Requests that were answered 503, or not at all. */
  readonly unavailable: number;
};

/** Judges every request by the acts on its key. */
export function judge(facts: readonly Fact[]): Verdict {
  const acts = Map.groupBy(facts.filter(isAct), (act) => act.key);
  const uses = facts.filter(isUse);
  const settled = uses.filter((use) => use.outcome.kind !== "unavailable");
  const broken = settled.flatMap((use) => {
    const states = possibleStates(acts.get(use.key) ?? [], use);
    return states.some((state) => explains(state, use.outcome)) ? [] : [inWords(use, states)];
  });
  const odd = facts.flatMap((fact) => (fact.fact === "odd-act" ? [`${fact.key}: ${fact.what}`] : []));
  return {
    broken: [...odd, ...broken],
    explained: settled.length - broken.length,
    unavailable: uses.length - settled.length,
  };
}

function isAct(fact: Fact): fact is ActFact {
  return fact.fact === "act";
}

/** Whether it is a request with a key. */
export function isUse(fact: Fact): fact is UseFact {
  return fact.fact === "use";
}

function possibleStates(acts: readonly ActFact[], use: UseFact): KeyState[] {
  return acts
    .filter((act, index) => act.begunAt < use.endedAt && use.begunAt < overBy(acts.slice(index + 1)))
    .map((act) => act.state);
}

/** A receipt answers for all that came before it. */
function overBy(later: readonly ActFact[]): number {
  return Math.min(...later.map((act) => act.trueBy));
}

const REFUSED_AS: Readonly<Record<Exclude<KeyState["status"], "enabled">, string>> = {
  disabled: "disabled_key",
  revoked: "revoked_key",
  deleted: "unknown_key",
};

function explains(state: KeyState, outcome: Outcome): boolean {
  if (state.status !== "enabled") return outcome.kind === "refused" && outcome.code === REFUSED_AS[state.status];
  if (outcome.kind !== "passed") return false;
  return outcome.scopes === null || sameScopes(outcome.scopes, state.scopes);
}

function sameScopes(seen: readonly string[], expected: readonly string[]): boolean {
  return seen.toSorted().join() === expected.toSorted().join();
}

function inWords(use: UseFact, states: readonly KeyState[]): string {
  const could = states.map((state) => (state.status === "enabled" ? `good for ${state.scopes.join()}` : state.status));
  const was = JSON.stringify(use.outcome);
  return `${use.key} by ${use.surface} at ${use.begunAt.toFixed(1)} ms was answered ${was}, and was ${could.join(" or ")}`;
}
