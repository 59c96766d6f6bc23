/** Checks that are somebody else's program: it is content when it exits with 0. */
import { run } from "../local/run.ts";
import type { Check } from "./check.ts";

/** Runs `program`; what it said is the fault. */
export function programCheck(name: string, program: string, args: readonly string[]): Check {
  return {
    name,
    findFault: async () => {
      const { code, output } = await run(program, args);
      return code === 0 ? null : output;
    },
  };
}
