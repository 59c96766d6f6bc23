/** The protocol of verification, simulated: it keeps its promises in every schedule, and none of its rules is idle. */
import { describe, expect, test } from "vitest";
import { simulate } from "../../scripts/simulation/simulate.ts";
import { VARIANTS } from "../simulation/variants.ts";

const SCHEDULES = 20_000;
const TIME_LIMIT_MS = 10 * 60 * 1000;

test(
  `${SCHEDULES} schedules of faults break no promise`,
  async () => {
    const { coverage, failure } = await simulate({ schedules: SCHEDULES, seed: 1, variant: null });
    expect(
      failure === null ? null : `${failure.timeline}\n${failure.faults.map(({ what }) => what).join("\n")}`,
    ).toBeNull();
    expect(coverage.schedules).toBe(SCHEDULES);
    // A simulation that meets nothing proves nothing.
    const never = Object.entries(coverage).filter(([, count]) => count < SCHEDULES / 100);
    expect(never).toEqual([]);
  },
  TIME_LIMIT_MS,
);

describe.concurrent("a protocol without one of its rules is caught", { timeout: TIME_LIMIT_MS }, () => {
  test.each(Object.entries(VARIANTS))("%s", async (variant, { caughtBy, from }) => {
    const { failure } = await simulate({ schedules: SCHEDULES, seed: from, variant, processes: 1 });
    expect(failure?.faults.map(({ kind }) => kind)).toContain(caughtBy);
  });
});
