/** Runs schedules one after the other, until one fails or all are done. */
import { Database } from "./database.ts";
import { envOf } from "./deployment.ts";
import { makeTables } from "./gate-host.ts";
import { type Failure, type Outcome, sumOf } from "./outcome.ts";
import { replaceGlobals } from "./platform-globals.ts";
import { furnish } from "./scene.ts";
import { type Pool, runSchedule } from "./schedule.ts";
import { Timeline } from "./timeline.ts";

const GATES = 4;
const ANY_SETTINGS = { leaseSeconds: 4, waitSeconds: 1, kvValiditySeconds: 8, flushSeconds: 5, isolateLeaseMs: 1000 };

/** Runs the schedules of these seeds. The first failure ends it, and is run once more for its timeline. */
export async function runSchedules(seeds: Iterable<number>): Promise<Outcome> {
  replaceGlobals();
  const pool = newPool();
  const coverage = sumOf([]);
  for (const seed of seeds) {
    const { faults } = await runSchedule(seed, { pool, coverage, timeline: new Timeline(false) });
    if (faults.length > 0) return { coverage, failure: await explain(seed, pool) };
  }
  return { coverage, failure: null };
}

/** The failing schedule again, as a story. */
async function explain(seed: number, pool: Pool): Promise<Failure> {
  const again = { pool, coverage: sumOf([]), timeline: new Timeline(true) };
  const { faults, timeline } = await runSchedule(seed, again);
  const [first] = faults;
  if (first === undefined) throw new Error(`seed ${seed} failed once and passed then: the schedule is not repeatable`);
  return { seed, faults: [...faults], timeline: timeline.print({ key: first.id, untilMs: first.atMs }) };
}

function newPool(): Pool {
  const d1 = new Database();
  d1.migrate("migrations");
  furnish(d1);
  const gates = Array.from({ length: GATES }, () => new Database());
  const env = envOf(ANY_SETTINGS, { DB: d1, KV: {}, GATE: {} });
  for (const gate of gates) makeTables(gate, env);
  return { d1, gates };
}
