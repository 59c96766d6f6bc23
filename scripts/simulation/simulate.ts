/** Runs schedules of the simulation in processes of their own, one for each core, until one fails or all are done. */
import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { type Failure, type Outcome, outcomeSchema, sumOf } from "../../test/simulation/outcome.ts";
import type { Coverage } from "../../test/simulation/coverage.ts";

export type Wish = {
  readonly schedules: number;
  /** The first schedule's; the others have those after it. */
  readonly seed: number;
  /** A broken rule, by its name in `test/simulation/variants.ts`; `null`: the protocol as it is. */
  readonly variant: string | null;
  /** How many at most; by default one for each core. */
  readonly processes?: number;
};

export type Report = { readonly coverage: Coverage; readonly failure: Failure | null };

/** What the schedules met, and the first failure. Throws when a process does not come to its end. */
export async function simulate(wish: Wish): Promise<Report> {
  const count = Math.max(1, Math.min(wish.processes ?? availableParallelism(), wish.schedules));
  const children = Array.from({ length: count }, (_, index) => start(wish, { count, index }));
  const outcomes: Outcome[] = [];
  await Promise.all(
    children.map(async (child) => {
      const outcome = await outcomeOf(child);
      if (outcome === null) return;
      outcomes.push(outcome);
      // One failure is enough; the others are told to leave.
      if (outcome.failure !== null) for (const other of children) other.kill();
    }),
  );
  const failures = outcomes.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  const [failure = null] = failures.toSorted((a, b) => a.seed - b.seed);
  return { coverage: sumOf(outcomes.map(({ coverage }) => coverage)), failure };
}

/** Seeds are dealt out in turn, so that all processes are equally far. */
function start(
  { schedules, seed, variant }: Wish,
  part: { readonly count: number; readonly index: number },
): ChildProcess {
  const mine = Math.ceil((schedules - part.index) / part.count);
  const options = {
    first: seed + part.index,
    step: part.count,
    schedules: mine,
    ...(variant === null ? {} : { variant }),
  };
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  // Schedules leave much behind them and keep nothing: a large nursery spares an eighth of the time.
  const node = ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=64"];
  return spawn(process.execPath, [...node, "test/simulation/run.ts", ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** `null`: it was told to leave. */
async function outcomeOf(child: ChildProcess): Promise<Outcome | null> {
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
  });
  const [said, complained] = await Promise.all([readAll(child.stdout), readAll(child.stderr), ended]);
  if (child.killed) return null;
  if (child.exitCode === 0) return outcomeSchema.parse(JSON.parse(said));
  throw new Error(`a process of the simulation ended with ${child.exitCode}:\n${complained}`);
}

function readAll(stream: ChildProcess["stdout"]): Promise<string> {
  return stream === null ? Promise.resolve("") : text(stream);
}
