/** SQLite as D1 and gates have it, in memory: the real statements run, prepared once and kept by their text. */
import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

export type Row = Record<string, unknown>;

/** A database that outlives a schedule, for to make one costs more than to run one. */
export class Database {
  readonly #db = new DatabaseSync(":memory:");
  readonly #statements = new Map<string, StatementSync>();
  readonly #scripts = new Map<string, readonly string[]>();
  readonly #made = new Set<string>();
  #isWritten = false;
  #seconds: () => number = () => 0;

  constructor() {
    // Once for the database: each new function makes SQLite prepare every statement anew.
    this.#db.function("unixepoch", { varargs: true }, () => this.#seconds());
  }

  /** The seconds that SQL reads as the time. */
  setClock(seconds: () => number): void {
    this.#seconds = seconds;
  }

  /** Runs one statement and reads its rows. */
  all(sql: string, parameters: readonly SQLInputValue[] = []): Row[] {
    return this.#statement(sql).all(...parameters);
  }

  /** Runs one statement for what it does; returns how many rows it changed. */
  run(sql: string, parameters: readonly SQLInputValue[] = []): number {
    this.#isWritten = true;
    return Number(this.#statement(sql).run(...parameters).changes);
  }

  /** Runs a text of several statements. Tables that were made before are there, so that making them again is skipped. */
  script(sql: string): void {
    const statements = this.#scripts.get(sql) ?? splitScript(sql);
    this.#scripts.set(sql, statements);
    for (const statement of statements) this.#define(statement);
  }

  #define(statement: string): void {
    if (!statement.startsWith("CREATE TABLE IF NOT EXISTS")) {
      this.run(statement);
    } else if (!this.#made.has(statement)) {
      this.#made.add(statement);
      this.run(statement);
    }
  }

  migrate(folder: string): void {
    const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
    for (const name of files.toSorted()) this.#db.exec(readFileSync(`${folder}/${name}`, "utf8"));
  }

  /** Empties the tables that {@link script} made, if anything was written since. */
  wipe(): void {
    if (!this.#isWritten) return;
    this.#isWritten = false;
    for (const statement of this.#made) this.run(`DELETE FROM ${/EXISTS (\w+)/.exec(statement)?.[1] ?? ""}`);
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Gates make tables by texts without triggers, so a semicolon is an end. */
function splitScript(sql: string): readonly string[] {
  return sql
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}

/** Whether a statement only reads. */
export function isRead(sql: string): boolean {
  return /^\s*(?:SELECT|WITH)\b/i.test(sql);
}

/** A bound value as SQLite takes it; what D1 would refuse is refused. */
export function toSqlValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  throw new Error(`D1_TYPE_ERROR: Type '${typeof value}' not supported`);
}
