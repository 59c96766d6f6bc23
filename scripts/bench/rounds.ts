/** Rounds of slices: in each round every subject is loaded once, so that what the machine does else hits all alike. */
import { setTimeout as sleep } from "node:timers/promises";
import { cpuTimeNs } from "./cpu-time.ts";
import { type HttpRequest, requestText } from "./http-request.ts";
import type { LoadGenerator } from "./load.ts";
import type { World } from "./worlds.ts";

const CONCURRENCY = 8;
/** What was put off until after the answer belongs to the slice too. */
const SETTLE_MS = 30;

/** A subject that is up and answers as it should. */
export type Ready = {
  readonly id: string;
  readonly world: Pick<World, "pid" | "url">;
  readonly requests: readonly HttpRequest[];
  readonly status: number;
};

export type Slice = {
  readonly requestsPerSecond: number;
  readonly cpuUs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

export type Rounds = { readonly count: number; readonly sliceMs: number; readonly warmUpMs: number };

/** The slices of each subject, a round each. `onRound` hears of progress. */
export async function runRounds(
  subjects: readonly Ready[],
  { count, sliceMs, warmUpMs }: Rounds,
  means: { readonly generator: LoadGenerator; readonly onRound: (round: number) => void },
): Promise<ReadonlyMap<string, readonly Slice[]>> {
  const loads = subjects.map((subject) => loader(subject, means.generator));
  for (const load of loads) await load(warmUpMs);
  const slices = new Map<string, Slice[]>(subjects.map(({ id }) => [id, []]));
  for (let round = 0; round < count; round += 1) {
    means.onRound(round + 1);
    for (let turn = 0; turn < subjects.length; turn += 1) {
      // Another one begins in each round, so that none always follows the same one.
      const index = (turn + round) % subjects.length;
      const slice = await loads[index]?.(sliceMs);
      const subject = subjects[index];
      if (slice !== undefined && subject !== undefined) slices.get(subject.id)?.push(slice);
    }
  }
  return slices;
}

function loader(
  { id, world, requests, status }: Ready,
  generator: LoadGenerator,
): (durationMs: number) => Promise<Slice> {
  const texts = requests.map(requestText);
  let from = 0;
  return async (durationMs) => {
    const cpuBefore = cpuTimeNs(world.pid);
    const measured = await generator.run({
      host: world.url.hostname,
      port: Number(world.url.port),
      requests: texts,
      from,
      status: String(status),
      concurrency: CONCURRENCY,
      durationMs,
    });
    await sleep(SETTLE_MS);
    const cpuNs = cpuTimeNs(world.pid) - cpuBefore;
    from = measured.next;
    if (measured.wrong > 0)
      throw new Error(`${id}: ${measured.wrong} of ${measured.requests} answers were not ${status}`);
    return {
      requestsPerSecond: measured.requests / measured.seconds,
      cpuUs: cpuNs / 1000 / measured.requests,
      p50Ms: measured.p50Ms,
      p99Ms: measured.p99Ms,
    };
  };
}
