/** Who has heard of a change, in words. */
import type { Propagation } from "#shared/propagation.ts";

const clock = new Intl.DateTimeFormat("en", { timeStyle: "medium", hourCycle: "h23" });

/** One sentence: since when, and confirmed by whom, a change is true everywhere; or until when it is not sure. */
export function receiptOf(propagation: Propagation): string {
  if (propagation.state === "pending") {
    return `Not yet confirmed everywhere; true by ${clock.format(Date.parse(propagation.effective_by))} at the latest.`;
  }
  const { gates, took_ms: tookMs } = propagation;
  const took = `Everywhere in ${Math.max(1, Math.round(tookMs))} ms`;
  if (gates === 0) return `${took}.`;
  return `${took}, confirmed by ${gates} ${gates === 1 ? "region" : "regions"}.`;
}
