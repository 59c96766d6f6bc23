/** Who is there: isolates and gates by index, and what befalls them. */
import { type Isolate, newIsolate } from "#workers/access/isolate.ts";
import type { Place } from "#workers/gate/regions.ts";
import type { Core } from "./core.ts";
import type { GateHost } from "./gate-host.ts";
import { ownClock } from "./plan-clocks.ts";
import type { Mishap, Plan, RegionName } from "./plan.ts";
import { Actor } from "./scheduler.ts";

/** Places whose nearest gates are those of the regions. */
const PLACES: Record<RegionName, Place> = {
  enam: { continent: "NA", longitude: "-74" },
  weur: { continent: "EU", longitude: "2" },
  apac: { continent: "AS", country: "IN" },
  oc: { continent: "OC" },
};

export type IsolateActor = { readonly actor: Actor; readonly place: Place; readonly memory: Isolate };

/** After an instance ended, calls of it go on failing for so long. */
const RESET_MS = 3000;

export class Actors {
  readonly isolates: readonly IsolateActor[];
  readonly gates: readonly GateHost[];
  readonly #core: Core;
  readonly #plan: Plan;

  constructor(core: Core, plan: Plan, gates: readonly GateHost[]) {
    this.#core = core;
    this.#plan = plan;
    this.gates = gates;
    this.isolates = plan.isolates.map((region, index) => {
      const name = plan.regions[region] ?? "enam";
      const actor = new Actor(`isolate ${index + 1} (${name})`, "isolate", ownClock(core.random, plan));
      return { actor, place: PLACES[name], memory: newIsolate() };
    });
  }

  /** A Worker of its own, with a clock of its own. */
  newWriter(name: string, role: "writer" | "cron"): Actor {
    return new Actor(name, role, ownClock(this.#core.random, this.#plan));
  }

  befall(mishap: Mishap): void {
    const { coverage, faults, scheduler } = this.#core;
    if (mishap.kind === "stall") {
      const actor = mishap.of === "isolate" ? this.isolates[mishap.index]?.actor : this.gates[mishap.index]?.actor;
      if (actor !== undefined) this.#stall(actor, mishap.forMs);
      return;
    }
    const gate = this.gates[mishap.gate];
    if (gate === undefined) return;
    const counter = { evict: "gateEvictions", crash: "gateCrashes", replace: "gateReplacements" } as const;
    const isDone =
      mishap.kind === "replace"
        ? gate.replace(mishap.lingersMs)
        : mishap.kind === "evict"
          ? gate.evict()
          : gate.crash();
    if (!isDone) return;
    coverage[counter[mishap.kind]] += 1;
    if (mishap.kind !== "evict")
      faults.note(scheduler.now + RESET_MS + (mishap.kind === "replace" ? mishap.lingersMs : 0));
  }

  #stall(actor: Actor, forMs: number): void {
    const { coverage, faults, scheduler, timeline } = this.#core;
    coverage.stalls += 1;
    actor.stalledUntil = scheduler.now + forMs;
    actor.hinderedMs += forMs;
    faults.note(actor.stalledUntil);
    if (timeline.isOn)
      timeline.note(scheduler.now, actor.name, { text: `stands still for ${forMs.toFixed(0)} ms`, key: null });
  }
}
