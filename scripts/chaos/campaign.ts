/** A run: clients at work, the server killed under them and started again, and what is found out afterwards. */
import { setTimeout as sleep } from "node:timers/promises";
import type { DevServer } from "../local/dev-server.ts";
import { Crew } from "./crew.ts";
import { type Dice, newDice } from "./dice.ts";
import { type ActFact, clockMs, type Fact } from "./facts.ts";
import { isUse, judge, type Verdict } from "./judge.ts";
import { type Ledger, readLedger } from "./ledger.ts";
import type { ChaosOptions } from "./options.ts";
import { FLUSH_MS, newSite, setUp, type Site } from "./server.ts";
import { compareUsage, type UsageCount } from "./usage-bound.ts";

/** A flush that is not through after so many starts of the server will not come any more. */
const FLUSHES_MAX = 5;
/** How long a kill waits for the moment that it was to hit. */
const AIM_MS = 1000;

/** When a kill comes: at any time, in the middle of an act, or right after one was acknowledged, the worst of times. */
const AIMS = ["whenever", "begun", "acknowledged", "acknowledged"] as const;
type Aim = (typeof AIMS)[number];

export type Findings = {
  readonly facts: readonly Fact[];
  readonly aims: readonly Aim[];
  readonly verdict: Verdict;
  readonly ledger: Ledger;
  readonly usage: UsageCount;
  /** What the Worker logged. */
  readonly log: readonly string[];
};

/** Runs it all; `tell` hears of each death. Leaves nothing behind. */
export async function runCampaign(options: ChaosOptions, tell: (line: string) => void): Promise<Findings> {
  const site = await newSite(options.port);
  try {
    const state = { server: await site.start() };
    process.once("exit", () => void state.server.kill());
    const crew = new Crew(site, await setUp(site), options.seed);
    process.once("exit", () => crew.dismiss());
    const deaths = await killAgainAndAgain({ site, crew, options, state, tell });
    await crew.finish(options.kills);
    const findings = await investigate({ site, crew, state, deaths });
    await state.server.kill();
    return findings;
  } finally {
    site.discard();
  }
}

type Course = {
  readonly site: Site;
  readonly crew: Crew;
  readonly options: ChaosOptions;
  readonly state: { server: DevServer };
  readonly tell: (line: string) => void;
};

type Death = { readonly aim: Aim; readonly at: number };

async function killAgainAndAgain({ site, crew, options, state, tell }: Course): Promise<Death[]> {
  const dice = newDice(options.seed);
  const deaths: Death[] = [];
  const lifeMs = (options.seconds * 1000) / options.kills;
  for (let life = 1; life <= options.kills; life += 1) {
    await sleep(dice.between(0.3, 1.7) * lifeMs);
    const death = await killAt(crew, dice, state.server);
    const downAt = Date.now();
    state.server = await site.start();
    deaths.push(death);
    const upMs = Date.now() - downAt;
    await crew.callRoll(life);
    tell(`  death ${life} of ${options.kills}, ${IN_WORDS[death.aim]}; up again after ${(upMs / 1000).toFixed(1)} s`);
  }
  return deaths;
}

const IN_WORDS: Readonly<Record<Aim, string>> = {
  whenever: "at any moment",
  begun: "while an act was under way",
  acknowledged: "right after an act was acknowledged",
};

async function killAt(crew: Crew, dice: Dice, server: DevServer): Promise<Death> {
  const aim = dice.oneOf(AIMS);
  if (aim === "begun") {
    await crew.begins(AIM_MS);
    await sleep(dice.between(0, 15));
  }
  const killedAt = aim === "acknowledged" ? await crew.killAtAnswer(server.group, AIM_MS) : null;
  const at = killedAt ?? clockMs();
  await server.kill();
  return { aim, at };
}

type Scene = Pick<Course, "site" | "crew" | "state"> & { readonly deaths: readonly Death[] };

/** The server is let alone until its gates have flushed, then killed a last time, and its files are read. */
async function investigate({ site, crew, state, deaths }: Scene): Promise<Findings> {
  const facts = crew.facts();
  const acts = facts.filter((fact): fact is ActFact => fact.fact === "act");
  let ledger = await flushed(site, state, acts);
  for (let round = 1; ledger.isWaiting && round < FLUSHES_MAX; round += 1) {
    state.server = await site.start();
    ledger = await flushed(site, state, acts);
  }
  const usage = compareUsage({
    uses: facts.filter(isUse),
    counted: ledger.counted,
    killedAt: deaths.map(({ at }) => at),
    givenUp: site.log.reduce((total, line) => total + givenUpIn(line), 0),
  });
  return { facts, aims: deaths.map(({ aim }) => aim), verdict: judge(facts), ledger, usage, log: site.log };
}

async function flushed(site: Site, state: Scene["state"], acts: readonly ActFact[]): Promise<Ledger> {
  await sleep(FLUSH_MS * 4);
  await state.server.kill();
  return readLedger(site.folder, acts);
}

/** Counts that a line of the Worker's log says could not be delivered. */
function givenUpIn(line: string): number {
  if (line.includes("usage_not_counted")) return 1;
  return Number(/"usage_not_given_back","requests":(\d+)/.exec(line)?.[1] ?? 0);
}
