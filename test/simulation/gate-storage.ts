/**
 * A gate's own SQLite, with the platform's output gate: what is written is durable a moment later, and until then
 * nothing leaves the instance. A crash takes back what was not durable; an instance that was replaced cannot write.
 */
import type { Core } from "./core.ts";
import { type Database, isRead, type Row, toSqlValue } from "./database.ts";
import type { Actor } from "./scheduler.ts";

/** What outlives instances. */
export type Disk = {
  readonly database: Database;
  /** When the alarm is due, on the gate's clock; `null`: none is set. */
  alarmAt: number | null;
};

type Hooks = {
  /** The alarm that is durable has changed. */
  readonly onAlarm: () => void;
  /** Storage was touched by an instance that was replaced: the platform ends it. */
  readonly onReplaced: () => void;
};

/** The storage as one instance has it: `ctx.storage`. */
export class GateStorage {
  readonly sql = { exec: (sql: string, ...values: unknown[]): Cursor => this.#exec(sql, values) };
  readonly #core: Core;
  readonly #disk: Disk;
  readonly #actor: Actor;
  readonly #hooks: Hooks;
  #isDirty = false;
  #isReplaced = false;
  #isRinging = false;
  #alarmAt: number | null;
  #held: (() => void)[] = [];

  constructor(core: Core, disk: Disk, { actor, hooks }: { actor: Actor; hooks: Hooks }) {
    this.#core = core;
    this.#disk = disk;
    this.#actor = actor;
    this.#hooks = hooks;
    this.#alarmAt = disk.alarmAt;
    actor.output = (send) => {
      if (this.#isDirty) this.#held.push(send);
      else send();
    };
  }

  transactionSync<T>(work: () => T): T {
    this.#beginWrite();
    const { database } = this.#disk;
    database.run("SAVEPOINT work");
    try {
      const done = work();
      database.run("RELEASE work");
      return done;
    } catch (thrown) {
      if (!this.#isReplaced) {
        database.run("ROLLBACK TO work");
        database.run("RELEASE work");
      }
      throw thrown;
    }
  }

  getAlarm(): Promise<number | null> {
    return Promise.resolve(this.#alarmAt);
  }

  setAlarm(at: number): Promise<void> {
    this.#beginWrite();
    this.#alarmAt = at;
    return Promise.resolve();
  }

  /** The alarm is being handled: none is set, and the one that rang is kept until it was handled. */
  beginAlarm(): void {
    this.#alarmAt = null;
    this.#isRinging = true;
  }

  /** It was handled. */
  endAlarm(): void {
    this.#isRinging = false;
    if (!this.#isReplaced && !this.#isDirty) this.#keepAlarm();
  }

  /** Ends this instance's use of the disk. What was not durable is kept by a graceful end, and lost by any other. */
  leave(how: "gracefully" | "not gracefully"): void {
    if (this.#isReplaced) return;
    if (this.#isDirty && how === "gracefully") this.#commit();
    if (this.#isDirty) this.#disk.database.run("ROLLBACK");
    this.#isReplaced = true;
    this.#isDirty = true;
    this.#held = [];
  }

  #exec(sql: string, values: readonly unknown[]): Cursor {
    if (this.#isReplaced) this.#refuse();
    const isReading = isRead(sql);
    if (!isReading) this.#beginWrite();
    const { database } = this.#disk;
    if (sql.includes(";")) {
      database.script(sql);
      return new Cursor([]);
    }
    const parameters = values.map(toSqlValue);
    if (isReading) return new Cursor(database.all(sql, parameters));
    database.run(sql, parameters);
    return new Cursor([]);
  }

  #beginWrite(): void {
    if (this.#isReplaced) this.#refuse();
    if (this.#isDirty) return;
    this.#isDirty = true;
    this.#disk.database.run("BEGIN");
    const { scheduler, faults } = this.#core;
    scheduler.quietly(scheduler.now + faults.flushMs(), this.#actor, () => {
      if (!this.#isReplaced) this.#commit();
    });
  }

  #commit(): void {
    this.#disk.database.run("COMMIT");
    this.#isDirty = false;
    this.#keepAlarm();
    const held = this.#held;
    this.#held = [];
    for (const send of held) this.#actor.send(send);
  }

  #keepAlarm(): void {
    if (this.#disk.alarmAt === this.#alarmAt || (this.#isRinging && this.#alarmAt === null)) return;
    this.#disk.alarmAt = this.#alarmAt;
    this.#hooks.onAlarm();
  }

  #refuse(): never {
    this.#hooks.onReplaced();
    throw new Error("this instance was replaced by another one");
  }
}

/** The rows of one statement, as `SqlStorage.exec` gives them. */
export class Cursor {
  readonly #rows: Row[];

  constructor(rows: Row[]) {
    this.#rows = rows;
  }

  toArray(): Row[] {
    return this.#rows;
  }

  one(): Row {
    const [row, ...more] = this.#rows;
    if (row === undefined || more.length > 0) throw new Error(`expected one row, there are ${this.#rows.length}`);
    return row;
  }

  [Symbol.iterator](): Iterator<Row> {
    return this.#rows[Symbol.iterator]();
  }
}
