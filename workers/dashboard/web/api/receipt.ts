/** What a takeaway's receipt says to people: that it is true everywhere, or by when it is. */
import type { Propagation } from "#shared/propagation.ts";

const time = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/**
 * "Everywhere in 212 ms, confirmed by 3 regions." A wait of a second needs a reason: the key was busy. Times are in the
 * reader's zone.
 */
export function receiptOf(propagation: Propagation): string {
  if (propagation.state === "pending") {
    return `Not yet confirmed everywhere; true by ${time.format(Date.parse(propagation.effective_by))} at the latest.`;
  }
  const { gates, took_ms: tookMs, waited_for_leases_ms: waitedMs } = propagation;
  const wait = waitedMs > 0 ? `, ${waitedMs} of them until requests in flight had ended` : "";
  const everywhere = `Everywhere in ${tookMs} ms${wait}`;
  return gates === 0
    ? `${everywhere}.`
    : `${everywhere}, confirmed by ${gates === 1 ? "1 region" : `${gates} regions`}.`;
}
