/** Load on a socket, made by a process of its own. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";

export type Load = {
  readonly host: string;
  readonly port: number;
  /** Whole HTTP/1.1 requests, sent in turn by all connections together. */
  readonly requests: readonly string[];
  /** Which of them is sent first. */
  readonly from: number;
  /** The status that every answer must have, such as `200`. */
  readonly status: string;
  readonly concurrency: number;
  readonly durationMs: number;
};

const measuredSchema = z.object({
  requests: z.number(),
  /** Answers of another status. */
  wrong: z.number(),
  seconds: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  /** Where the next load goes on. */
  next: z.number(),
});

export type Measured = z.infer<typeof measuredSchema>;

export type LoadGenerator = {
  readonly run: (load: Load) => Promise<Measured>;
  readonly stop: () => void;
};

/** A generator for any number of loads, one after the other. */
export function startLoadGenerator(): LoadGenerator {
  const child = fork(new URL("./load-generator.ts", import.meta.url));
  return {
    run: async (load) => {
      const answered = once(child, "message");
      child.send(load);
      const [measured] = await answered;
      if (typeof measured === "string") throw new Error(measured);
      return measuredSchema.parse(measured);
    },
    stop: () => void child.kill(),
  };
}
