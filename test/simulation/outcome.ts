/** What one process of a simulation says at its end, as its parent reads it. */
import { z } from "zod";
import { COUNTERS, type Coverage } from "./coverage.ts";

/**
 * Which promise broke. `answer`: a request was answered as nobody may be any more. `unavailable`: it was not answered,
 * and nothing was wrong. `unanswered`, `late`: a caller heard nothing, or too late. `usage`: counted twice, or lost.
 */
export const FAULT_KINDS = ["answer", "unavailable", "unanswered", "late", "usage"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const faultSchema = z.object({
  kind: z.enum(FAULT_KINDS),
  what: z.string(),
  /** The key that it concerns. */
  id: z.string().nullable(),
  /** When it showed, in true milliseconds of the schedule. */
  atMs: z.number(),
});
export type Fault = z.infer<typeof faultSchema>;

const coverageSchema = z.record(z.enum(COUNTERS), z.number());

/** Reads a process's last line. */
export const outcomeSchema = z.object({
  coverage: coverageSchema,
  failure: z.object({ seed: z.number(), faults: z.array(faultSchema).min(1), timeline: z.string() }).nullable(),
});
export type Outcome = z.infer<typeof outcomeSchema>;
export type Failure = NonNullable<Outcome["failure"]>;

/** The sum of what several processes met. */
export function sumOf(coverages: readonly Coverage[]): Coverage {
  const sum = coverageSchema.parse(Object.fromEntries(COUNTERS.map((counter) => [counter, 0])));
  for (const coverage of coverages) for (const counter of COUNTERS) sum[counter] += coverage[counter];
  return sum;
}
