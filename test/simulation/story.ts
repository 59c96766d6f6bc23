/** A schedule as it goes: acts, requests, the cron and mishaps at their times, and what came of them. */
import type { CredentialId } from "#shared/ids.ts";
import { ask } from "#workers/access/ask.ts";
import { prune } from "#workers/changes/prune.ts";
import { republish } from "#workers/changes/republish.ts";
import { settingsOf } from "#workers/env.ts";
import type { Actors, IsolateActor } from "./actors.ts";
import type { CheckRequest } from "#workers/gate/protocol.ts";
import type { Core } from "./core.ts";
import type { Database } from "./database.ts";
import { type Answered, judge } from "./judge.ts";
import type { Fault } from "./outcome.ts";
import type { Plan, PlannedAct, Probe } from "./plan.ts";
import { keyIdOf, requestOf } from "./scene.ts";
import type { Actor } from "./scheduler.ts";
import { answerLine, type Truth } from "./truth.ts";
import type { UsageLedger } from "./usage-ledger.ts";
import { perform, type Told } from "./writers.ts";

type Cast = {
  readonly plan: Plan;
  readonly env: Env;
  readonly truth: Truth;
  readonly ledger: UsageLedger;
  readonly actors: Actors;
  readonly database: Database;
};

/** How much longer than its waits a writer may take, by the slowest clock. */
const SLOW_CLOCK = 1.06;
/** One push, one pause between two, and messages on their way. */
const BEYOND_WAIT_MS = 2000 + 1000 + 500;

export class Story {
  readonly #core: Core;
  readonly #cast: Cast;
  readonly #answered: Answered[] = [];
  readonly #faults: Fault[] = [];
  #unanswered = 0;

  constructor(core: Core, cast: Cast) {
    this.#core = core;
    this.#cast = cast;
  }

  begin(): void {
    const { scheduler, wire, coverage } = this.#core;
    const { plan, actors } = this.#cast;
    coverage.schedules += 1;
    if (plan.isCalm) coverage.calmSchedules += 1;
    for (const [index, act] of plan.acts.entries()) this.#beginAct(act, index);
    for (const { atMs, isolate, key } of plan.requests) this.#requestAt(atMs, isolate, key);
    for (const mishap of plan.mishaps) scheduler.quietly(mishap.atMs, wire, () => actors.befall(mishap));
    for (const [index, atMs] of plan.cronsAtMs.entries()) this.#runCron(index, atMs);
  }

  /** A batch was committed in D1. */
  onCommit(by: Actor): void {
    const { scheduler, coverage, timeline } = this.#core;
    const changed = this.#cast.truth.onCommit(scheduler.now, by);
    coverage.changes += changed.length;
    for (const id of changed) {
      const state = this.#cast.truth.statesOf(id).at(-1);
      if (timeline.isOn) timeline.note(scheduler.now, "D1", { text: `${id} is now ${state?.answer}`, key: id });
    }
  }

  /** Everything that was not as promised, in order. */
  verdict(): Fault[] {
    const { truth, ledger, plan, database } = this.#cast;
    const faults = [...this.#faults];
    const { now } = this.#core.scheduler;
    for (const answered of this.#answered) {
      const fault = judge(answered, truth, this.#core.faults);
      if (fault !== null) faults.push(fault);
    }
    if (this.#unanswered > 0) {
      faults.push({
        kind: "unanswered",
        what: `${this.#unanswered} requests or writes were never answered`,
        id: null,
        atMs: now,
      });
    }
    for (let key = 0; key < plan.keys; key += 1) {
      const id = keyIdOf(key);
      const isThere = truth.statesOf(id).length > 0 && !truth.statesOf(id).some(isMissing);
      const what = isThere ? ledger.faultOf(database, id) : null;
      if (what !== null) faults.push({ kind: "usage", what: `${id}: ${what}`, id, atMs: now });
    }
    return faults.toSorted((a, b) => a.atMs - b.atMs);
  }

  #beginAct(act: PlannedAct, index: number): void {
    const { scheduler, coverage, wire } = this.#core;
    const writer = this.#cast.actors.newWriter(`writer ${index + 1}`, "writer");
    scheduler.at(act.atMs, writer, () => {
      const beganAt = scheduler.now;
      const key = keyIdOf(act.key);
      this.#note(writer, `begins to ${act.kind} ${key}`, key);
      let isOpen = true;
      const close = (): void => {
        if (isOpen) this.#unanswered -= 1;
        isOpen = false;
      };
      this.#unanswered += 1;
      const end = (told: Told | null): void => {
        close();
        this.#endAct(act, { writer, beganAt, told });
      };
      perform(this.#cast.env, act, index).then(end, (thrown: unknown) => {
        this.#note(writer, `is not answered: ${String(thrown)}`, key);
        end(null);
      });
      if (act.diesAfterMs === null) return;
      scheduler.quietly(scheduler.now + act.diesAfterMs, wire, () => {
        if (!isOpen) return;
        close();
        writer.alive = false;
        coverage.writersKilled += 1;
        this.#note(writer, "dies", key);
      });
    });
  }

  #endAct(act: PlannedAct, { writer, beganAt, told }: { writer: Actor; beganAt: number; told: Told | null }): void {
    const { scheduler, coverage } = this.#core;
    const { now } = scheduler;
    this.#checkDuration(writer, now - beganAt);
    const key = keyIdOf(act.key);
    if (told === null) coverage.writesUnanswered += 1;
    else this.#note(writer, `is told ${JSON.stringify(told)}`, key);
    const promisedAt = told === null ? null : this.#promisedAt(told, writer);
    if (told?.kind === "untold") coverage.consoleChanges += 1;
    if (promisedAt !== null && told !== null) {
      const words = told.kind === "receipt" ? told.propagation.state : told.kind;
      for (const id of this.#concerned(act)) {
        this.#cast.truth.promise(id, { by: writer, beganAt, atMs: promisedAt, words });
      }
    }
    const boundAt = beganAt + this.#cast.plan.settings.leaseSeconds * 1000;
    for (const probe of act.probes) this.#probe(act, probe, promisedAt ?? boundAt);
  }

  /** From when on the change is promised to be true, in true time; `effective_by` is read off the writer's clock. */
  #promisedAt(told: Told, writer: Actor): number | null {
    const { scheduler, coverage } = this.#core;
    if (told.kind === "created") return scheduler.now;
    if (told.kind !== "receipt") return null;
    const { propagation } = told;
    if (propagation.state === "everywhere") {
      coverage.receiptsEverywhere += 1;
      return scheduler.now;
    }
    coverage.receiptsPending += 1;
    return writer.clock.when(Date.parse(propagation.effective_by));
  }

  #concerned(act: PlannedAct): CredentialId[] {
    if (act.kind !== "remove member") return [keyIdOf(act.key)];
    return Array.from({ length: this.#cast.plan.keys }, (_, key) => keyIdOf(key));
  }

  #checkDuration(writer: Actor, tookMs: number): void {
    const { waitSeconds } = this.#cast.plan.settings;
    const mayTake = (waitSeconds * 1000 + BEYOND_WAIT_MS) * SLOW_CLOCK + writer.hinderedMs;
    if (tookMs <= mayTake) return;
    const what = `${writer.name} was answered after ${tookMs.toFixed(0)} ms; ${mayTake.toFixed(0)} are the most`;
    this.#faults.push({ kind: "late", what, id: null, atMs: this.#core.scheduler.now });
  }

  #probe(act: PlannedAct, { isolate, afterMs, leadMs }: Probe, fromMs: number): void {
    const atMs = Math.max(fromMs, this.#core.scheduler.now) + afterMs;
    const another = (act.key + 1) % this.#cast.plan.keysAtFirst;
    if (leadMs !== null) this.#requestAt(atMs - leadMs, isolate, another);
    this.#requestAt(atMs, isolate, act.key);
  }

  #requestAt(atMs: number, isolate: number, key: number): void {
    const found = this.#cast.actors.isolates[isolate];
    if (found === undefined) return;
    this.#core.scheduler.at(atMs, found.actor, () => {
      const id = keyIdOf(key);
      const digest = this.#cast.truth.digestOf(id);
      if (digest !== null) void this.#request(found, requestOf(key, digest));
    });
  }

  async #request({ actor, place, memory }: IsolateActor, request: CheckRequest): Promise<void> {
    const { scheduler, coverage, random } = this.#core;
    const { env } = this.#cast;
    const { id } = request;
    const beganAt = scheduler.now;
    coverage.requests += 1;
    this.#unanswered += 1;
    this.#note(actor, `is asked about ${id}`, id);
    const means = { env, settings: settingsOf(env), place, isolate: memory, waitUntil: ignore };
    const { reply, settle } = await ask(means, request);
    this.#unanswered -= 1;
    coverage[COUNTER_OF[reply.kind]] += 1;
    if (scheduler.now === beganAt) coverage.decidedByIsolate += 1;
    if (reply.kind === "admitted" && random.chance(0.05)) settle("client_error");
    const answer = answerLine(reply);
    this.#answered.push({ id, isolate: actor.name, beganAt, endedAt: scheduler.now, answer });
    this.#note(actor, `answers ${id}, asked at ${beganAt.toFixed(1)}: ${answer}`, id);
  }

  #runCron(index: number, atMs: number): void {
    const { scheduler, coverage } = this.#core;
    const { env, actors } = this.#cast;
    const cron = actors.newWriter(`cron ${index + 1}`, "cron");
    scheduler.at(atMs, cron, () => {
      coverage.cronRuns += 1;
      this.#note(cron, "runs", null);
      const settings = settingsOf(env);
      republish(env, settings)
        .then(() => prune(env.DB, settings))
        .catch((thrown: unknown) => this.#note(cron, `fails: ${String(thrown)}`, null));
    });
  }

  #note(actor: Actor, text: string, key: CredentialId | null): void {
    const { timeline, scheduler } = this.#core;
    if (timeline.isOn) timeline.note(scheduler.now, actor.name, { text, key });
  }
}

const COUNTER_OF = { admitted: "accepted", refused: "refused", unavailable: "unavailable" } as const;

function ignore(work: Promise<unknown>): void {
  void work.catch(() => undefined);
}

function isMissing(state: { readonly answer: string }): boolean {
  return state.answer === "refused: unknown_key";
}
