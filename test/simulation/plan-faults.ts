/** What goes wrong in a plan that is not calm: mostly around changes, for that is when it matters. */
import type { Window } from "./faults.ts";
import type { Mishap, Plan } from "./plan.ts";
import type { Random } from "./random.ts";

type Scene = Pick<Plan, "acts" | "regions">;

/** Gates that end, and everybody who is slow. */
export function planMishaps(random: Random, scene: Scene & Pick<Plan, "isolates" | "endMs">): Mishap[] {
  const { acts, regions, isolates, endMs } = scene;
  const mishaps: Mishap[] = [];
  const aroundActs = acts.flatMap((act) => [act.atMs + random.skewed(0, 400), act.atMs + random.skewed(0, 4000)]);
  const anywhere = [random.between(0, endMs), random.between(0, endMs), random.between(0, endMs)];
  for (const atMs of [...aroundActs, ...anywhere].filter(() => random.chance(0.4))) {
    mishaps.push(drawMishap(random, atMs, { gates: regions.length, isolates: isolates.length }));
  }
  return mishaps;
}

function drawMishap(
  random: Random,
  atMs: number,
  count: { readonly gates: number; readonly isolates: number },
): Mishap {
  const gate = random.whole(0, count.gates - 1);
  const kind = random.pick(["evict", "evict", "crash", "crash", "replace", "stall"] as const);
  switch (kind) {
    case "evict":
    case "crash":
      return { kind, atMs, gate };
    case "replace":
      return { kind, atMs, gate, lingersMs: random.skewed(10, 6000) };
    case "stall": {
      const of = random.pick(["gate", "isolate"] as const);
      const index = of === "gate" ? gate : random.whole(0, count.isolates - 1);
      return { kind, atMs, of, index, forMs: random.skewed(20, 5000) };
    }
  }
}

/** Connections that are cut, and D1 out of reach, from before a change until some time after it. */
export function planWindows(random: Random, { acts, regions, settings }: Scene & Pick<Plan, "settings">): Window[] {
  const leaseMs = settings.leaseSeconds * 1000;
  const windows: Window[] = [];
  for (const act of acts) {
    const span = (): Pick<Window, "fromMs" | "untilMs"> => ({
      fromMs: act.atMs - random.skewed(0, leaseMs),
      untilMs: act.atMs + random.skewed(50, 3 * leaseMs),
    });
    for (const region of regions) {
      if (!random.chance(0.25)) continue;
      const from = random.pick(["writer", "writer", "writer", "isolate", "cron"] as const);
      const mode = random.pick(["fails", "hangs", "unanswered"] as const);
      windows.push({ kind: "cut", gate: `gate:${region}`, from, mode, ...span() });
    }
    if (random.chance(0.25)) {
      const from = random.pick(["gate", "gate", "isolate", "writer", "all"] as const);
      const mode = random.pick(["refuses", "loses answers", "slow", "overloaded"] as const);
      windows.push({ kind: "d1", from, mode, ...span() });
    }
  }
  return windows;
}
