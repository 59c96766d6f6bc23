/**
 * What goes wrong, when, and for whom: windows that the plan names, and tendencies of the whole schedule. Everything
 * here that could make a check fail is noted, for an answer of "unavailable" has to be explained by one of them. A calm
 * schedule has none; KV lies in every one, for that is how KV is.
 */
import type { Coverage } from "./coverage.ts";
import type { Random } from "./random.ts";
import type { Actor, Role, Scheduler } from "./scheduler.ts";

/** A connection that is cut: requests fail, vanish, or are heard and not answered. */
export type Cut = {
  readonly kind: "cut";
  readonly gate: string;
  readonly from: Role;
  readonly mode: "fails" | "hangs" | "unanswered";
};
/** D1 as one side sees it. */
export type D1Trouble = {
  readonly kind: "d1";
  readonly from: Role | "all";
  readonly mode: "refuses" | "loses answers" | "slow" | "overloaded";
};
export type Window = (Cut | D1Trouble) & { readonly fromMs: number; readonly untilMs: number };

/** How likely each small mishap is, in this schedule. */
export type Tendencies = {
  readonly requestLost: number;
  readonly replyLost: number;
  readonly late: number;
  readonly d1Slow: number;
  readonly d1Fails: number;
  readonly diskSlow: number;
};

export const CALM: Tendencies = { requestLost: 0, replyLost: 0, late: 0, d1Slow: 0, d1Fails: 0, diskSlow: 0 };

/** What becomes of one message to a gate. */
export type MessageFate = {
  readonly inMs: number;
  readonly request: "arrives" | "fails" | "vanishes";
  readonly reply: "arrives" | "fails" | "vanishes";
  readonly replyMs: number;
};

/** What becomes of one call of D1. `executes`: whether it is done, whatever the caller is told. */
export type D1Fate = {
  readonly inMs: number;
  readonly executes: boolean;
  readonly error: string | null;
  readonly replyMs: number;
};

const CONNECTION_LOST = "D1_ERROR: Network connection lost.";
const OVERLOADED = "D1_ERROR: D1 DB is overloaded. Requests queued for too long.";

type Means = { readonly scheduler: Scheduler; readonly random: Random; readonly coverage: Coverage };

export class Faults {
  readonly #means: Means;
  readonly #windows: readonly Window[];
  readonly #tendencies: Tendencies;
  readonly #endMs: number;
  readonly #notes: { readonly fromMs: number; readonly untilMs: number }[] = [];

  /** After `endMs` everything is well. */
  constructor(means: Means, how: { windows: readonly Window[]; tendencies: Tendencies; endMs: number }) {
    this.#means = means;
    this.#windows = how.windows;
    this.#tendencies = how.tendencies;
    this.#endMs = how.endMs;
  }

  /** Something happened that may make checks impossible until then. */
  note(untilMs: number): void {
    this.#notes.push({ fromMs: this.#means.scheduler.now, untilMs });
  }

  /** Whether something noted touches the time between. */
  explains(fromMs: number, untilMs: number): boolean {
    return this.#notes.some((note) => note.fromMs <= untilMs && note.untilMs >= fromMs);
  }

  /** A message to a gate, and its answer. */
  message(from: Actor, gate: string): MessageFate {
    const { random, coverage, scheduler } = this.#means;
    const fate = this.#ordinaryMessage();
    const cut = this.#window((window) => window.kind === "cut" && window.gate === gate && window.from === from.role);
    if (cut?.kind !== "cut") return fate;
    if (cut.mode === "unanswered") {
      coverage.repliesLost += 1;
      return { ...fate, reply: random.chance(0.5) ? "fails" : "vanishes" };
    }
    coverage.requestsLost += 1;
    // What hangs may come through when the connection is back.
    const isLate = cut.mode === "hangs" && random.chance(0.5);
    if (isLate) return { ...fate, inMs: cut.untilMs - scheduler.now + fate.inMs };
    return { ...fate, request: cut.mode === "fails" ? "fails" : "vanishes" };
  }

  #ordinaryMessage(): MessageFate {
    const { random, coverage } = this.#means;
    const [inMs, replyMs] = [this.#latency(), this.#latency()];
    if (this.#happens("requestLost")) {
      coverage.requestsLost += 1;
      return { inMs, replyMs, request: random.chance(0.5) ? "fails" : "vanishes", reply: "arrives" };
    }
    if (this.#happens("replyLost")) {
      coverage.repliesLost += 1;
      return { inMs, replyMs, request: "arrives", reply: random.chance(0.5) ? "fails" : "vanishes" };
    }
    return { inMs, replyMs, request: "arrives", reply: "arrives" };
  }

  #latency(): number {
    const { random } = this.#means;
    return this.#happens("late") ? random.skewed(50, 3000) : random.skewed(0.3, 60);
  }

  /** A call of D1. Slow and failing ones are noted. */
  d1(from: Actor): D1Fate {
    const { random } = this.#means;
    const fate = { inMs: random.skewed(0.5, 40), executes: true, error: null, replyMs: random.skewed(0.5, 40) };
    const trouble = this.#window(
      (window) => window.kind === "d1" && (window.from === "all" || window.from === from.role),
    );
    if (trouble?.kind === "d1") return this.#troubled(fate, trouble.mode);
    if (this.#happens("d1Fails")) return this.#troubled(fate, random.pick(["refuses", "loses answers"]));
    if (this.#happens("d1Slow")) return this.#troubled(fate, "slow");
    return fate;
  }

  #troubled(fate: D1Fate, mode: D1Trouble["mode"]): D1Fate {
    const { random, coverage, scheduler } = this.#means;
    const slow = random.chance(0.3) ? random.skewed(100, 4000) : 0;
    const troubled = { ...fate, replyMs: fate.replyMs + slow };
    switch (mode) {
      case "refuses":
        coverage.d1Failures += 1;
        this.note(scheduler.now + troubled.inMs + troubled.replyMs);
        return { ...troubled, executes: false, error: CONNECTION_LOST };
      case "overloaded":
        coverage.d1Failures += 1;
        this.note(scheduler.now + troubled.inMs + troubled.replyMs);
        return { ...troubled, executes: false, error: OVERLOADED };
      case "loses answers":
        coverage.d1AnswersLost += 1;
        // It may be done long after its caller was told that the connection is gone.
        this.note(scheduler.now + troubled.inMs + troubled.replyMs);
        return { ...troubled, error: CONNECTION_LOST };
      case "slow": {
        coverage.d1Slow += 1;
        const [early, late] = [random.skewed(50, 4000), random.between(200, 9000)];
        this.note(scheduler.now + early + late);
        return { ...fate, inMs: fate.inMs + early, replyMs: fate.replyMs + late };
      }
    }
  }

  /** How long a gate's disk takes to make writes durable. */
  flushMs(): number {
    const { random } = this.#means;
    return this.#happens("diskSlow") ? random.skewed(20, 1500) : random.skewed(1, 20);
  }

  #happens(mishap: keyof Tendencies): boolean {
    const share = this.#tendencies[mishap];
    return share > 0 && this.#means.scheduler.now < this.#endMs && this.#means.random.chance(share);
  }

  #window(suits: (window: Window) => boolean): Window | undefined {
    const { now } = this.#means.scheduler;
    if (now >= this.#endMs) return undefined;
    return this.#windows.find((window) => window.fromMs <= now && now < window.untilMs && suits(window));
  }
}
