/**
 * Whether a schedule went as promised. A request may be answered as D1 had the key at any moment of its life, or as it
 * was before, as long as nobody had been promised otherwise when it began; and "unavailable" only if something was.
 */
import type { CredentialId } from "#shared/ids.ts";
import type { Faults } from "./faults.ts";
import type { Fault } from "./outcome.ts";
import { endsOf, type Truth } from "./truth.ts";

/** One request and its answer. Times are true. */
export type Answered = {
  readonly id: CredentialId;
  readonly isolate: string;
  readonly beganAt: number;
  readonly endedAt: number;
  readonly answer: string;
};

/** Waiting for D1, for half a second after it failed, and for a gate: what a mishap may delay. */
const AFTERMATH_MS = 7000;

/** What is wrong with an answer, or `null`. */
export function judge(answered: Answered, truth: Truth, faults: Faults): Fault | null {
  const { id, beganAt, endedAt, answer, isolate } = answered;
  const asked = `the request that began at ${beganAt.toFixed(1)} in ${isolate}`;
  if (answer === "unavailable") {
    if (faults.explains(beganAt - AFTERMATH_MS, endedAt)) return null;
    return {
      kind: "unavailable",
      what: `${asked} was answered "unavailable", and nothing was wrong`,
      id,
      atMs: endedAt,
    };
  }
  const states = truth.statesOf(id);
  const ends = endsOf(states);
  const isRight = states.some(
    (state, index) => state.answer === answer && state.committedAt <= endedAt && (ends[index] ?? Infinity) >= beganAt,
  );
  if (isRight) return null;
  const known = states.map((state, index) => {
    const end = ends[index] ?? Infinity;
    const until = end === Infinity ? "" : `, until ${end.toFixed(1)} at most`;
    const promises = state.promise.length === 0 ? "" : ` (${state.promise.join("; ")})`;
    return `\n    from ${state.committedAt.toFixed(1)}${until}: ${state.answer}${promises}`;
  });
  return { kind: "answer", what: `${asked} was ${answer}. True was:${known.join("")}`, id, atMs: endedAt };
}
