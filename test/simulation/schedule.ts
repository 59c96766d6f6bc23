/** One schedule, from its seed to its verdict. */
import { settingsOf } from "#workers/env.ts";
import { Actors } from "./actors.ts";
import type { Core } from "./core.ts";
import type { Coverage } from "./coverage.ts";
import { D1 } from "./d1.ts";
import type { Database } from "./database.ts";
import { envOf } from "./deployment.ts";
import { Faults } from "./faults.ts";
import { GateHost, type Message } from "./gate-host.ts";
import type { Fault } from "./outcome.ts";
import { Kv } from "./kv.ts";
import { Network } from "./network.ts";
import { hostClocks, ownClock } from "./plan-clocks.ts";
import { drawPlan, type Plan } from "./plan.ts";
import { runFor } from "./platform-globals.ts";
import { Random } from "./random.ts";
import { insertKey, requestOf } from "./scene.ts";
import { Actor, Scheduler } from "./scheduler.ts";
import { Story } from "./story.ts";
import type { Timeline } from "./timeline.ts";
import { Truth } from "./truth.ts";
import { countOfDecision, countsBrought, isLeaseGranted, UsageLedger } from "./usage-ledger.ts";
import { TRUE_CLOCK } from "./clock.ts";

/** Databases that schedules share, one after the other. */
export type Pool = { readonly d1: Database; readonly gates: readonly Database[] };

export type Verdict = { readonly plan: Plan; readonly faults: readonly Fault[]; readonly timeline: Timeline };

const EVENTS_MAX = 60_000;

/** Runs it to its end. The databases are as they were afterwards. */
export async function runSchedule(
  seed: number,
  means: { readonly pool: Pool; readonly coverage: Coverage; readonly timeline: Timeline },
): Promise<Verdict> {
  const { pool, coverage, timeline } = means;
  const random = new Random(seed);
  const plan = drawPlan(random);
  const wire = new Actor("wire", "world", TRUE_CLOCK);
  const scheduler = new Scheduler(wire);
  const faults = new Faults({ scheduler, random, coverage }, plan);
  const core: Core = { scheduler, random, faults, timeline, coverage, wire };
  pool.d1.run("BEGIN");
  runFor(core);
  try {
    const story = build(core, plan, pool);
    await scheduler.drive(EVENTS_MAX);
    coverage.events += scheduler.eventsRun;
    return { plan, timeline, faults: story.verdict() };
  } finally {
    runFor(null);
    pool.d1.run("ROLLBACK");
    for (const database of pool.gates) database.wipe();
  }
}

/** Puts the platform together, and the plan's events on the calendar. */
function build(core: Core, plan: Plan, pool: Pool): Story {
  const { scheduler } = core;
  const hosts = new Map<string, GateHost>();
  const d1Actor = new Actor("D1", "d1", ownClock(core.random, plan));
  const bindings = {
    KV: new Kv(core, plan.kvMood),
    GATE: new Network(core, hosts),
    DB: new D1(core, pool.d1, { actor: d1Actor, onCommit: (by) => story.onCommit(by) }),
  };
  const env = envOf(plan.settings, bindings);
  const truth = new Truth(pool.d1, settingsOf(env).leaseMs);
  const ledger = new UsageLedger(memoryMs(plan));
  const listener = {
    began: (gate: Actor, message: Message): void => {
      for (const counted of countsBrought(message)) ledger.note(gate, { ...counted, atMs: scheduler.now });
    },
    ran: (gate: Actor, message: Message, value: unknown): void => {
      if (isLeaseGranted(value)) core.coverage.isolateLeases += 1;
      const counted = countOfDecision(message, value);
      if (counted !== null) ledger.note(gate, { ...counted, atMs: scheduler.now });
    },
    ended: (gate: Actor): void => ledger.end(gate, scheduler.now),
  };
  for (const [index, region] of plan.regions.entries()) {
    const database = pool.gates[index];
    if (database === undefined) throw new Error("there are more regions than databases");
    const name = `gate:${region}`;
    const clocks = hostClocks(core.random, plan);
    hosts.set(name, new GateHost(core, name, { env, database, clocks, listener }));
  }
  const actors = new Actors(core, plan, [...hosts.values()]);
  const story: Story = new Story(core, { plan, env, truth, ledger, actors, database: pool.d1 });
  for (let key = 0; key < plan.keys; key += 1) truth.follow(requestOf(key));
  for (let key = 0; key < plan.keysAtFirst; key += 1) insertKey(pool.d1, key);
  truth.onCommit(0, null);
  story.begin();
  return story;
}

/** A count waits a second by the slowest clock, and for the disk. */
function memoryMs(plan: Plan): number {
  const diskMs = plan.tendencies.diskSlow > 0 ? 1500 : 20;
  const stallMs = Math.max(0, ...plan.mishaps.map((mishap) => (mishap.kind === "stall" ? mishap.forMs : 0)));
  return 1000 / 0.95 + diskMs + stallMs + 5;
}
