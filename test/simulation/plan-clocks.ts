/**
 * The clocks of a schedule. Either each drifts by up to 5 %, and then the hosts that one gate may wake on agree; or they
 * keep time and differ from each other, by less than the lease margin. The margin covers either, and no more.
 */
import { LEASE_MARGIN_SHARE } from "#shared/limits.ts";
import { Clock } from "./clock.ts";
import type { Plan } from "./plan.ts";
import type { Random } from "./random.ts";

const DRIFT_MAX = 0.05;
/**
 * Offset and swing keep any two clocks within 0.7 s of each other. F's slack has to cover that twice: a record's time is
 * another gate's, and a change's time is D1's.
 */
const OFFSET_MS = 100;
const SWING_MS = 250;
const HOST_OFFSET_MAX_MS = 300;

/** Anybody's clock. */
export function ownClock(random: Random, plan: Pick<Plan, "clocks">): Clock {
  const drift = plan.clocks === "drift" ? random.pick([0.001, DRIFT_MAX / 2, DRIFT_MAX, DRIFT_MAX]) : 0.0005;
  return new Clock({ offsetMs: random.between(-OFFSET_MS, OFFSET_MS), drift, swingMs: SWING_MS, phase: random.next() });
}

/** The clocks of the hosts that a gate may wake on. */
export function hostClocks(random: Random, plan: Pick<Plan, "clocks" | "settings">): Clock[] {
  if (plan.clocks === "drift") return [ownClock(random, plan)];
  const marginMs = plan.settings.leaseSeconds * 1000 * LEASE_MARGIN_SHARE;
  const offsetMs = Math.min(HOST_OFFSET_MAX_MS, 0.45 * marginMs);
  const hosts = [-offsetMs, offsetMs, random.between(-offsetMs, offsetMs)];
  return hosts.map((offset) => new Clock({ offsetMs: offset, drift: 0, swingMs: 0, phase: 0 }));
}
