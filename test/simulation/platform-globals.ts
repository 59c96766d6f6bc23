/**
 * What the product takes from the platform without asking for it: the clock, timers, chance, the log. Each answers for
 * the actor whose event is being run. Randomness comes from the seed; cryptography answers at once and by no secret,
 * for a schedule must not depend on the threads of this machine.
 */
import { createHash } from "node:crypto";
import type { Random } from "./random.ts";
import type { ScheduledEvent, Scheduler } from "./scheduler.ts";
import type { Timeline } from "./timeline.ts";

/** What the globals answer by, while a schedule runs. */
export type Running = { readonly scheduler: Scheduler; readonly random: Random; readonly timeline: Timeline };

let running: Running | null = null;
const realNow = Date.now.bind(Date);

/** Lets the globals answer for this schedule; `null`: for nobody. */
export function runFor(next: Running | null): void {
  running = next;
}

/** Replaces the globals, for the life of this process. */
export function replaceGlobals(): void {
  Error.stackTraceLimit = 0;
  Reflect.set(Date, "now", now);
  Reflect.set(globalThis, "setTimeout", startTimer);
  Reflect.set(globalThis, "clearTimeout", stopTimer);
  Reflect.set(Math, "random", () => (running === null ? 0.5 : running.random.next()));
  Object.defineProperty(crypto, "randomUUID", { value: newUuid });
  Object.defineProperty(crypto, "subtle", { value: promptCryptography });
  process.on("unhandledRejection", (thrown: unknown) => {
    // A promise of an instance that has just ended; of anybody else it is a bug, and ends the process.
    if (running === null || running.scheduler.current.alive) throw thrown;
  });
  for (const level of ["info", "warn", "error"]) Reflect.set(console, level, noteLine);
}

function now(): number {
  if (running === null) return realNow();
  return Math.floor(running.scheduler.current.clock.read(running.scheduler.now));
}

function startTimer(work: () => void, delayMs = 0): ScheduledEvent {
  if (running === null) throw new Error("a timer outside of a schedule");
  const { scheduler } = running;
  const { current } = scheduler;
  const { clock } = current;
  const dueAt = clock.when(clock.read(scheduler.now) + Math.max(1, delayMs));
  return scheduler.at(dueAt, current, work);
}

function stopTimer(timer: ScheduledEvent | null | undefined): void {
  if (timer !== null && timer !== undefined) timer.isCancelled = true;
}

function newUuid(): string {
  const { random } = running ?? { random: null };
  if (random === null) throw new Error("an id outside of a schedule");
  return `00000000-0000-4000-8000-${random.whole(0, 0xffff_ffff).toString(16).padStart(12, "0")}`;
}

const promptCryptography = {
  importKey: (): Promise<object> => Promise.resolve({}),
  deriveKey: (): Promise<object> => Promise.resolve({}),
  sign: (_algorithm: string, _key: object, data: Uint8Array): Promise<ArrayBuffer> =>
    Promise.resolve(new Uint8Array(createHash("sha256").update(data).digest()).buffer),
};

function noteLine(line: unknown): void {
  if (running === null || !running.timeline.isOn) return;
  const { scheduler, timeline } = running;
  timeline.note(scheduler.now, scheduler.current.name, { text: `logs ${String(line)}`, key: null });
}
