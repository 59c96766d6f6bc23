/**
 * Virtual time. Events run one after the other in the order of their times; after each, everything that the product's
 * code does in answer to it (its microtasks) is run before the next. Each event belongs to one actor, so whose clock
 * and whose timers are meant is known without asking the product.
 */
import type { Clock } from "./clock.ts";

export type Role = "isolate" | "writer" | "gate" | "cron" | "d1" | "world";

/** Something with a clock and a memory that runs code: an isolate, an instance of a gate, a writer. */
export class Actor {
  readonly name: string;
  readonly role: Role;
  readonly clock: Clock;
  /** Once it is false nothing of the actor runs any more: no timer, no continuation. */
  alive = true;
  /** Until then its events wait: a slow isolate, a collection of garbage. */
  stalledUntil = 0;
  /** How long it was stalled, and how long D1 kept it waiting, all in all: what its own slowness is measured without. */
  hinderedMs = 0;
  /** Holds messages until what was written before them is durable; only gates have one. */
  output: ((send: () => void) => void) | null = null;

  constructor(name: string, role: Role, clock: Clock) {
    this.name = name;
    this.role = role;
    this.clock = clock;
  }

  /** Sends when it may; never, if the actor is gone. */
  send(message: () => void): void {
    if (!this.alive) return;
    if (this.output === null) message();
    else this.output(message);
  }
}

export type ScheduledEvent = {
  at: number;
  readonly order: number;
  readonly actor: Actor;
  readonly run: () => void;
  /** Whether the product's code runs in it. */
  readonly isQuiet: boolean;
  isCancelled: boolean;
};

/** Immediates kept in flight: Node runs microtasks between two of them, and looks at the system once for all of them. */
const PUMPS = 64;

export class Scheduler {
  /** True time, milliseconds since the schedule began. */
  now = 0;
  /** Whose event it is. */
  current: Actor;
  eventsRun = 0;
  readonly #heap: ScheduledEvent[] = [];
  #order = 0;

  constructor(idle: Actor) {
    this.current = idle;
  }

  /** Runs `run` in the actor's name at a true time, unless it is dead by then. */
  at(at: number, actor: Actor, run: () => void): ScheduledEvent {
    return this.#push({
      at: Math.max(at, this.now),
      order: this.#order++,
      actor,
      run,
      isQuiet: false,
      isCancelled: false,
    });
  }

  /** The same for what wakes no code of the product, which is cheaper. */
  quietly(at: number, actor: Actor, run: () => void): ScheduledEvent {
    return this.#push({
      at: Math.max(at, this.now),
      order: this.#order++,
      actor,
      run,
      isQuiet: true,
      isCancelled: false,
    });
  }

  /** Runs to the end; rejects with what an event threw, and when there is no end. */
  drive(eventsMax: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let pumps = PUMPS;
      let isOver = false;
      const pump = (): void => {
        try {
          if (!isOver && this.#step()) {
            if (this.eventsRun > eventsMax) throw new Error(`more than ${eventsMax} events: the schedule has no end`);
            setImmediate(pump);
            return;
          }
        } catch (thrown) {
          reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
        }
        isOver = true;
        pumps -= 1;
        if (pumps === 0) resolve();
      };
      for (let count = 0; count < PUMPS; count += 1) setImmediate(pump);
    });
  }

  /** Runs events up to the first that wakes the product's code; `false`: none is left. */
  #step(): boolean {
    for (;;) {
      const event = this.#pop();
      if (event === undefined) return false;
      if (event.isCancelled || !event.actor.alive) continue;
      if (event.actor.stalledUntil > event.at) {
        event.at = event.actor.stalledUntil;
        this.#push(event);
        continue;
      }
      this.now = event.at;
      this.current = event.actor;
      this.eventsRun += 1;
      this.#run(event);
      if (!event.isQuiet) return true;
    }
  }

  /** What an actor throws as it ends is its end, and nobody's fault. */
  #run(event: ScheduledEvent): void {
    try {
      event.run();
    } catch (thrown) {
      if (event.actor.alive) throw thrown;
    }
  }

  #push(event: ScheduledEvent): ScheduledEvent {
    const heap = this.#heap;
    let index = heap.length;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || isBefore(parent, event)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = event;
    return event;
  }

  #pop(): ScheduledEvent | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      const right = heap[childIndex + 1];
      if (child !== undefined && right !== undefined && isBefore(right, child)) {
        child = right;
        childIndex += 1;
      }
      if (child === undefined || isBefore(last, child)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
    return first;
  }
}

function isBefore(a: ScheduledEvent, b: ScheduledEvent): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
