/**
 * D1: one database that runs batches one after the other, each at one instant somewhere between the request and its
 * answer. What the caller hears of it is another matter.
 */
import type { Core } from "./core.ts";
import { type Database, isRead, type Row, toSqlValue } from "./database.ts";
import type { D1Fate } from "./faults.ts";
import type { Actor } from "./scheduler.ts";

/** Hears of every batch that was committed, in the order of their commits. */
export type CommitListener = (by: Actor) => void;

type Bound = { readonly sql: string; readonly parameters: readonly unknown[] };
type Result = { readonly results: Row[]; readonly success: true; readonly meta: { readonly changes: number } };

/** The database, and the binding `env.DB` of everybody. */
export class D1 {
  readonly database: Database;
  readonly #core: Core;
  readonly #actor: Actor;
  readonly #onCommit: CommitListener;

  constructor(core: Core, database: Database, { actor, onCommit }: { actor: Actor; onCommit: CommitListener }) {
    this.#core = core;
    this.#actor = actor;
    this.database = database;
    this.#onCommit = onCommit;
    database.setClock(() => Math.floor(actor.clock.read(core.scheduler.now)) / 1000);
  }

  prepare(sql: string): Statement {
    return new Statement(this, sql, []);
  }

  async batch(statements: readonly Statement[]): Promise<Result[]> {
    return this.call(statements);
  }

  /** One round trip. */
  call(statements: readonly Bound[]): Promise<Result[]> {
    const { scheduler, faults } = this.#core;
    const caller = scheduler.current;
    return new Promise((resolve, reject) => {
      caller.send(() => {
        const fate = faults.d1(caller);
        caller.hinderedMs += fate.inMs + fate.replyMs;
        this.#note(caller, statements, fate);
        scheduler.quietly(scheduler.now + fate.inMs, this.#actor, () => {
          const outcome = fate.executes ? this.#execute(caller, statements) : null;
          scheduler.at(scheduler.now + fate.replyMs, caller, () => {
            if (fate.error !== null) reject(new Error(fate.error));
            else if (outcome === null || outcome instanceof Error) reject(outcome ?? new Error("D1_ERROR: no answer"));
            else resolve(outcome);
          });
        });
      });
    });
  }

  #execute(caller: Actor, statements: readonly Bound[]): Result[] | Error {
    const { scheduler, timeline } = this.#core;
    const isReading = statements.every(({ sql }) => isRead(sql));
    if (!isReading) this.database.run("SAVEPOINT batch");
    try {
      const results = statements.map((statement) => this.#run(statement));
      if (!isReading) this.database.run("RELEASE batch");
      if (timeline.isOn)
        timeline.note(scheduler.now, "D1", { text: `ran ${caller.name}'s ${shortOf(statements)}`, key: null });
      if (!isReading) this.#onCommit(caller);
      return results;
    } catch (thrown) {
      this.database.run("ROLLBACK TO batch");
      this.database.run("RELEASE batch");
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      if (timeline.isOn) timeline.note(scheduler.now, "D1", { text: `refused ${caller.name}: ${message}`, key: null });
      return new Error(`D1_ERROR: ${message}: SQLITE_CONSTRAINT`);
    }
  }

  #run({ sql, parameters }: Bound): Result {
    const values = parameters.map(toSqlValue);
    if (isRead(sql)) return { results: this.database.all(sql, values), success: true, meta: { changes: 0 } };
    return { results: [], success: true, meta: { changes: this.database.run(sql, values) } };
  }

  #note(caller: Actor, statements: readonly Bound[], fate: D1Fate): void {
    const { coverage, timeline, scheduler } = this.#core;
    const [first] = statements;
    if (first?.sql.includes("INTO gate_leases") === true) coverage.leasesTaken += 1;
    if (first?.sql.includes("INTO usage_batches") === true) coverage.usageBatches += 1;
    if (!timeline.isOn || (fate.error === null && fate.inMs + fate.replyMs < 200)) return;
    const said = fate.error === null ? "slowly" : fate.executes ? "done, but it will not hear so" : "not done";
    const text = `asks D1 for ${shortOf(statements)} (${said})`;
    timeline.note(scheduler.now, caller.name, { text, key: null });
  }
}

/** A prepared statement with its values. */
class Statement {
  readonly #d1: D1;
  readonly sql: string;
  readonly parameters: readonly unknown[];

  constructor(d1: D1, sql: string, parameters: readonly unknown[]) {
    this.#d1 = d1;
    this.sql = sql;
    this.parameters = parameters;
  }

  bind(...parameters: readonly unknown[]): Statement {
    return new Statement(this.#d1, this.sql, parameters);
  }

  async all(): Promise<Result> {
    const [result] = await this.#d1.call([this]);
    if (result === undefined) throw new Error("a statement has a result");
    return result;
  }

  run(): Promise<Result> {
    return this.all();
  }

  async first(column?: string): Promise<unknown> {
    const { results } = await this.all();
    const [row] = results;
    if (row === undefined) return null;
    return column === undefined ? row : row[column];
  }
}

/** A batch by its first words, for the timeline. */
function shortOf(statements: readonly Bound[]): string {
  const guard = statements.find(({ sql }) => !isRead(sql)) ?? statements[0];
  const text = (guard?.sql ?? "").replaceAll(/\s+/g, " ").trim();
  return `"${text.slice(0, 60)}${text.length > 60 ? "…" : ""}"`;
}
