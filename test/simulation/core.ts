/** What every part of the simulated platform works with, in one schedule. */
import type { Coverage } from "./coverage.ts";
import type { Faults } from "./faults.ts";
import type { Random } from "./random.ts";
import type { Actor, Scheduler } from "./scheduler.ts";
import type { Timeline } from "./timeline.ts";

export type Core = {
  readonly scheduler: Scheduler;
  /** What happens in its name happens by itself, on time: messages on their way, disks, the plan. */
  readonly wire: Actor;
  readonly random: Random;
  readonly faults: Faults;
  readonly timeline: Timeline;
  readonly coverage: Coverage;
};
