/**
 * Where the instances of one gate run. One of them at a time may begin events; it starts with the first message and
 * ends by an eviction, by a crash, or by being replaced while it still runs. Memory is lost in every case.
 */
import { Gate } from "#workers/gate/gate.ts";
import type { Clock } from "./clock.ts";
import type { Core } from "./core.ts";
import { type Database, isRead } from "./database.ts";
import { Cursor, type Disk, GateStorage } from "./gate-storage.ts";
import { Actor, type ScheduledEvent } from "./scheduler.ts";

/** A message to a gate. Of `succeed` and `fail` one is called, at the gate, or neither. */
export type Message = {
  readonly method: string;
  readonly parameters: readonly unknown[];
  readonly from: string;
  readonly succeed: (value: unknown) => void;
  readonly fail: (message: string) => void;
};

type Instance = {
  readonly actor: Actor;
  readonly storage: GateStorage;
  gate: Gate | null;
  readonly inFlight: Set<Message>;
};

/** Hears what usage depends on. */
export type GateListener = {
  /** A method begins. */
  readonly began: (actor: Actor, message: Message) => void;
  /** A method has run to its end, whether or not anybody will hear of it. */
  readonly ran: (actor: Actor, message: Message, value: unknown) => void;
  /** The instance's memory is gone. */
  readonly ended: (actor: Actor) => void;
};

type Terms = {
  readonly env: Env;
  readonly database: Database;
  /** The clocks of the hosts it may wake on. */
  readonly clocks: readonly Clock[];
  readonly listener: GateListener;
};

const ALARM_RETRY_MS = 2000;
/** An instance that nobody asks anything is put to sleep: no fault, and its memory is gone all the same. */
const IDLE_MS = 10_000;

export class GateHost {
  readonly name: string;
  readonly #core: Core;
  readonly #terms: Terms;
  readonly #disk: Disk;
  #instance: Instance | null = null;
  #starts = 0;
  #lastAskedAt = 0;
  #clock: Clock;
  #alarm: ScheduledEvent | null = null;

  constructor(core: Core, name: string, terms: Terms) {
    this.#core = core;
    this.name = name;
    this.#terms = terms;
    this.#clock = core.random.pick(terms.clocks);
    this.#disk = { database: terms.database, alarmAt: null };
  }

  /** The instance that runs, if one does. */
  get actor(): Actor | undefined {
    return this.#instance?.actor;
  }

  /** A message arrives: an instance is woken if none runs. */
  receive(message: Message): void {
    const instance = this.#instance ?? this.#start();
    this.#core.scheduler.at(this.#core.scheduler.now, instance.actor, () => this.#begin(instance, message));
  }

  /** The instance is ended as platforms end idle ones; a busy one is left alone. Returns whether there was one. */
  evict(): boolean {
    if (this.#instance === null || this.#instance.inFlight.size > 0) return false;
    return this.#end("gracefully", "is evicted");
  }

  /** The instance is gone at once, with all that was not durable. */
  crash(): boolean {
    return this.#end("not gracefully", "crashes");
  }

  /** Another instance takes over while this one, cut off from its storage, goes on with what it had begun. */
  replace(lingersMs: number): boolean {
    const instance = this.#instance;
    if (instance === null) return false;
    const { scheduler } = this.#core;
    this.#note(instance.actor, "is replaced, and does not know it");
    instance.storage.leave("not gracefully");
    this.#instance = null;
    this.#terms.listener.ended(instance.actor);
    scheduler.quietly(scheduler.now + lingersMs, this.#core.wire, () => this.#drop(instance));
    return true;
  }

  #end(how: "gracefully" | "not gracefully", text: string): boolean {
    const instance = this.#instance;
    if (instance === null) return false;
    this.#note(instance.actor, text);
    instance.storage.leave(how);
    this.#instance = null;
    this.#terms.listener.ended(instance.actor);
    this.#drop(instance);
    return true;
  }

  /** Nothing of the instance runs any more. Some callers hear that the connection is gone, others nothing. */
  #drop(instance: Instance): void {
    instance.actor.alive = false;
    for (const message of instance.inFlight) {
      if (this.#core.random.chance(0.7)) message.fail("The object was reset.");
    }
    instance.inFlight.clear();
  }

  #start(): Instance {
    const { scheduler, random, coverage } = this.#core;
    coverage.gateStarts += 1;
    this.#starts += 1;
    this.#move();
    const actor = new Actor(`${this.name}${this.#starts > 1 ? ` #${this.#starts}` : ""}`, "gate", this.#clock);
    const hooks = {
      onAlarm: (): void => this.#setAlarm(),
      onReplaced: (): void => this.#drop(instance),
    };
    const storage = new GateStorage(this.#core, this.#disk, { actor, hooks });
    const instance: Instance = { actor, storage, gate: null, inFlight: new Set() };
    this.#instance = instance;
    scheduler.at(scheduler.now + random.skewed(0.5, 30), actor, () => {
      this.#note(actor, "wakes");
      instance.gate = new Gate(stateOf(this.name, storage), this.#terms.env);
      this.#sleepWhenIdle(instance);
    });
    return instance;
  }

  #sleepWhenIdle(instance: Instance): void {
    const { scheduler, coverage } = this.#core;
    const dueAt = Math.max(scheduler.now + 1000, this.#lastAskedAt + IDLE_MS);
    scheduler.quietly(dueAt, instance.actor, () => {
      const isIdle = instance.inFlight.size === 0 && scheduler.now - this.#lastAskedAt >= IDLE_MS;
      if (instance !== this.#instance) return;
      if (!isIdle) return this.#sleepWhenIdle(instance);
      coverage.gateSleeps += 1;
      this.#end("gracefully", "sleeps");
    });
  }

  #move(): void {
    const { random, coverage } = this.#core;
    const clock = this.#starts > 1 && random.chance(0.5) ? random.pick(this.#terms.clocks) : this.#clock;
    if (clock !== this.#clock) coverage.gateMoves += 1;
    this.#clock = clock;
  }

  #begin(instance: Instance, message: Message): void {
    if (instance !== this.#instance) return message.fail("The object was reset.");
    if (instance.gate === null) {
      // Still starting: the event waits for the constructor.
      const { scheduler } = this.#core;
      scheduler.at(scheduler.now + 1, instance.actor, () => this.#begin(instance, message));
      return;
    }
    const method: unknown = Reflect.get(instance.gate, message.method);
    if (typeof method !== "function") throw new Error(`a gate has no method ${message.method}`);
    instance.inFlight.add(message);
    this.#lastAskedAt = this.#core.scheduler.now;
    this.#terms.listener.began(instance.actor, message);
    const running: unknown = Reflect.apply(method, instance.gate, message.parameters);
    Promise.resolve(running).then(
      (value) => this.#answer(instance, message, { isDone: true, value }),
      (thrown: unknown) => this.#answer(instance, message, { isDone: false, value: String(thrown) }),
    );
  }

  #answer(instance: Instance, message: Message, { isDone, value }: { isDone: boolean; value: unknown }): void {
    if (!instance.actor.alive) return;
    if (isDone) this.#terms.listener.ran(instance.actor, message, value);
    instance.actor.send(() => {
      instance.inFlight.delete(message);
      if (isDone) message.succeed(value);
      else message.fail(String(value));
    });
  }

  #setAlarm(): void {
    const { scheduler, random, coverage } = this.#core;
    if (this.#alarm !== null) this.#alarm.isCancelled = true;
    const { alarmAt } = this.#disk;
    if (alarmAt === null) return;
    const isLate = random.chance(0.05);
    if (isLate) coverage.alarmsLate += 1;
    const dueAt = this.#clock.when(alarmAt) + (isLate ? random.skewed(10, 8000) : 0);
    this.#alarm = scheduler.quietly(dueAt, this.#core.wire, () => this.#ring());
  }

  /** At least once: an alarm whose handler did not end rings again. */
  #ring(): void {
    const { scheduler } = this.#core;
    const instance = this.#instance ?? this.#start();
    instance.storage.beginAlarm();
    const again = scheduler.quietly(scheduler.now + ALARM_RETRY_MS + 30_000, this.#core.wire, () => this.#ring());
    this.#alarm = again;
    this.receive({
      method: "alarm",
      parameters: [],
      from: "the platform",
      succeed: () => {
        again.isCancelled = true;
        instance.storage.endAlarm();
      },
      fail: () => {
        if (again.isCancelled) return;
        again.isCancelled = true;
        this.#alarm = scheduler.quietly(scheduler.now + ALARM_RETRY_MS, this.#core.wire, () => this.#ring());
      },
    });
  }

  #note(actor: Actor, text: string): void {
    const { timeline, scheduler } = this.#core;
    if (timeline.isOn) timeline.note(scheduler.now, actor.name, { text, key: null });
  }
}

/** Lets a gate make its tables, once for the life of the database: a crash takes back all that a schedule writes. */
export function makeTables(database: Database, env: Env): void {
  const sql = {
    exec: (text: string): Cursor => {
      if (isRead(text)) return new Cursor(database.all(text));
      database.script(text);
      return new Cursor([]);
    },
  };
  void new Gate(stateOf("gate:enam", { sql, getAlarm: () => Promise.resolve(null) }), env);
  database.wipe();
}

/** What the platform gives a gate. */
function stateOf(name: string, storage: object): DurableObjectState {
  const state = {
    id: { name },
    storage,
    waitUntil: () => undefined,
    blockConcurrencyWhile: (work: () => Promise<unknown>) => work(),
  };
  if (!isState(state)) throw new Error("a state has storage");
  return state;
}

function isState(value: object): value is DurableObjectState {
  return "storage" in value;
}
