/** From a seed to a plan: who is there, what is done when, and what goes wrong. Times are milliseconds of true time. */
import { CALM, type Tendencies, type Window } from "./faults.ts";
import type { KvMood } from "./kv.ts";
import { planMishaps, planWindows } from "./plan-faults.ts";
import type { Random } from "./random.ts";

export const ACT_KINDS = [
  "create",
  "disable",
  "enable",
  "revoke",
  "narrow",
  "widen",
  "delete",
  "remove member",
  "disable by SQL",
  "enable by SQL",
] as const;
export type ActKind = (typeof ACT_KINDS)[number];

/** Requests relative to the moment from which an act is promised to be true. */
export type Probe = {
  readonly isolate: number;
  readonly afterMs: number;
  /**
   * How long before it another key is asked about there; `null`: none is. A gate that takes a lease for a key reads that
   * key with it, so only a lease that was there before lets it look into KV.
   */
  readonly leadMs: number | null;
};

export type PlannedAct = {
  readonly kind: ActKind;
  readonly key: number;
  readonly atMs: number;
  /** The Worker that does it dies this long after it began; `null`: it lives. */
  readonly diesAfterMs: number | null;
  readonly probes: readonly Probe[];
};

export type PlannedRequest = { readonly atMs: number; readonly isolate: number; readonly key: number };

export type Mishap =
  | { readonly kind: "evict" | "crash"; readonly atMs: number; readonly gate: number }
  | { readonly kind: "replace"; readonly atMs: number; readonly gate: number; readonly lingersMs: number }
  | {
      readonly kind: "stall";
      readonly atMs: number;
      readonly of: "gate" | "isolate";
      readonly index: number;
      readonly forMs: number;
    };

/** What the deployment says, in the units of its settings. */
export type PlannedSettings = {
  readonly leaseSeconds: number;
  readonly waitSeconds: number;
  readonly kvValiditySeconds: number;
  readonly flushSeconds: number;
  /** 0: isolates decide nothing by themselves. */
  readonly isolateLeaseMs: number;
};

export type Plan = {
  /** Without faults: everything has to be exact. */
  readonly isCalm: boolean;
  readonly settings: PlannedSettings;
  readonly regions: readonly RegionName[];
  /** By index, the region that each isolate is in. */
  readonly isolates: readonly number[];
  /** Keys that are there from the beginning; the next ones are created. */
  readonly keysAtFirst: number;
  readonly keys: number;
  readonly acts: readonly PlannedAct[];
  readonly requests: readonly PlannedRequest[];
  readonly mishaps: readonly Mishap[];
  readonly windows: readonly Window[];
  readonly tendencies: Tendencies;
  readonly kvMood: KvMood;
  readonly cronsAtMs: readonly number[];
  /** Clocks drift by up to 5 %, or hosts differ by an offset within the lease margin: the margin covers either. */
  readonly clocks: "drift" | "differ";
  readonly endMs: number;
};

const REGION_NAMES = ["enam", "weur", "apac", "oc"] as const;
export type RegionName = (typeof REGION_NAMES)[number];

/** F is this much longer than the validity of KV values: see `scale.ts`. */
const SCALED_SLACK_SECONDS = 2;

/** Draws a plan. */
export function drawPlan(random: Random): Plan {
  const isCalm = random.chance(0.25);
  const settings: PlannedSettings = {
    leaseSeconds: random.pick([2, 4, 4, 10]),
    waitSeconds: random.pick([1, 3, 8]),
    kvValiditySeconds: random.pick([8, 12]),
    flushSeconds: random.pick([2, 10, 30]),
    isolateLeaseMs: random.pick([0, 300, 1000, 1000]),
  };
  const regions = REGION_NAMES.slice(0, random.whole(2, 4));
  const isolates = Array.from({ length: random.whole(2, 5) }, (_, index) =>
    index < 2 ? index : random.whole(0, regions.length - 1),
  );
  const keysAtFirst = random.pick([1, 2, 2]);
  const scene = { random, settings, isolates, regions, keysAtFirst };
  const acts = drawActs(scene);
  const lastMs = Math.max(...acts.map((act) => act.atMs));
  const endMs = lastMs + random.between(1, 2) * (settings.kvValiditySeconds + SCALED_SLACK_SECONDS) * 1000 + 5000;
  return {
    isCalm,
    settings,
    regions,
    isolates,
    keysAtFirst,
    keys: keysAtFirst + acts.filter((act) => act.kind === "create").length,
    acts,
    requests: drawRequests(scene, acts, endMs),
    mishaps: isCalm ? [] : planMishaps(random, { acts, regions, isolates, endMs }),
    windows: isCalm ? [] : planWindows(random, { acts, regions, settings }),
    tendencies: isCalm ? CALM : drawTendencies(random),
    kvMood: drawKvMood(random),
    cronsAtMs: Array.from({ length: random.whole(0, 1) }, () => random.between(0, endMs)),
    clocks: random.chance(0.75) ? "drift" : "differ",
    endMs,
  };
}

type Scene = {
  readonly random: Random;
  readonly settings: PlannedSettings;
  readonly isolates: readonly number[];
  readonly regions: readonly RegionName[];
  readonly keysAtFirst: number;
};

/** A few changes, some close upon another, some after a lease, some after everything that is remembered has been dropped. */
function drawActs(scene: Scene): PlannedAct[] {
  const { random, settings, keysAtFirst } = scene;
  const leaseMs = settings.leaseSeconds * 1000;
  const gaps = [5, 300, leaseMs / 2, leaseMs, 2 * leaseMs, settings.kvValiditySeconds * 1000];
  const acts: PlannedAct[] = [];
  let atMs = random.between(0.5, 1.5) * leaseMs;
  let keys = keysAtFirst;
  const count = random.whole(1, 3);
  for (let index = 0; index < count; index += 1) {
    const kind = random.pick(LIKELY_KINDS);
    const before = acts.at(-1);
    // Two in quick succession: what was read between them is late to be used when both are over.
    const isSequel = before !== undefined && kind !== "create" && random.chance(0.5);
    if (isSequel) atMs = before.atMs + random.between(100, 4000);
    const key = kind === "create" ? keys : isSequel ? before.key : random.whole(0, keys - 1);
    if (kind === "create") keys += 1;
    const dies = random.chance(0.06);
    acts.push({ kind, key, atMs, diesAfterMs: dies ? random.skewed(5, 400) : null, probes: drawProbes(scene) });
    atMs += random.between(0.5, 1.5) * random.pick(gaps);
  }
  return acts;
}

const LIKELY_KINDS: readonly ActKind[] = [
  "create",
  "disable",
  "disable",
  "disable",
  "enable",
  "enable",
  "revoke",
  "revoke",
  "revoke",
  "narrow",
  "narrow",
  "widen",
  "delete",
  "remove member",
  "disable by SQL",
  "enable by SQL",
];

/** At once, while leases of then are still out, and when what is remembered of the change is about to be dropped. */
function drawProbes({ random, settings, isolates }: Scene): Probe[] {
  const leaseMs = settings.leaseSeconds * 1000;
  const validMs = settings.kvValiditySeconds * 1000;
  const probes: Probe[] = [];
  const drawLead = (): number | null => (random.chance(0.7) ? random.between(100, leaseMs / 2) : null);
  for (const isolate of isolates.keys()) {
    if (random.chance(0.6)) probes.push({ isolate, afterMs: random.skewed(0.01, 30), leadMs: null });
    if (random.chance(0.25)) probes.push({ isolate, afterMs: random.between(0, leaseMs), leadMs: null });
    if (random.chance(0.1)) {
      probes.push({ isolate, afterMs: random.between(0.8, 1.1) * validMs, leadMs: drawLead() });
    }
    if (random.chance(0.5)) {
      const afterMs = validMs + random.between(0.5, 3) * SCALED_SLACK_SECONDS * 1000;
      probes.push({ isolate, afterMs, leadMs: drawLead() });
    }
  }
  return probes;
}

/** Requests before each change and around it, so that there is something to be stale; some regions sleep until later. */
function drawRequests(
  { random, settings, isolates, keysAtFirst }: Scene,
  acts: readonly PlannedAct[],
  endMs: number,
): PlannedRequest[] {
  const leaseMs = settings.leaseSeconds * 1000;
  const awake = [...isolates.keys()].filter(() => random.chance(0.7));
  const requests: PlannedRequest[] = [];
  for (const act of acts) {
    for (const isolate of awake) {
      if (random.chance(0.7)) requests.push({ isolate, key: act.key, atMs: act.atMs - random.skewed(1, leaseMs) });
      if (random.chance(0.3)) requests.push({ isolate, key: act.key, atMs: act.atMs + random.skewed(0, 500) });
      if (random.chance(0.1))
        requests.push({ isolate, key: random.whole(0, keysAtFirst - 1), atMs: act.atMs + random.skewed(0, leaseMs) });
      if (random.chance(0.2))
        requests.push(...burst(random, { isolate, key: act.key, atMs: act.atMs - random.skewed(10, 1200) }));
    }
  }
  for (let count = random.whole(0, 2); count > 0; count -= 1) {
    const isolate = random.whole(0, isolates.length - 1);
    requests.push({ isolate, key: random.whole(0, keysAtFirst - 1), atMs: random.between(0, endMs) });
  }
  return requests.filter((request) => request.atMs >= 0);
}

/** Requests close enough upon each other to make a key hot in its isolate. */
function burst(random: Random, first: PlannedRequest): PlannedRequest[] {
  const gapMs = random.between(2, 15);
  return Array.from({ length: random.whole(2, 5) }, (_, index) => ({ ...first, atMs: first.atMs + index * gapMs }));
}

function drawTendencies(random: Random): Tendencies {
  const often = (share: number, values: readonly number[]): number => (random.chance(share) ? random.pick(values) : 0);
  return {
    requestLost: often(0.3, [0.02, 0.15]),
    replyLost: often(0.3, [0.02, 0.15]),
    late: often(0.4, [0.05, 0.3]),
    d1Slow: often(0.4, [0.1, 0.4]),
    d1Fails: often(0.2, [0.03, 0.2]),
    diskSlow: often(0.2, [0.05, 0.3]),
  };
}

function drawKvMood(random: Random): KvMood {
  return {
    stale: random.pick([0, 0.5, 0.9]),
    miss: random.pick([0, 0.2]),
    slow: random.pick([0, 0, 0.2]),
    fails: random.pick([0, 0, 0.1]),
    late: random.pick([0, 0.3]),
  };
}
