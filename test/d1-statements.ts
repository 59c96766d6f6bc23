/**
 * The statements that the product sends to D1 while something is done, with what was bound to them: the Worker's and its
 * gates' alike, for they share one isolate with the test. They all run, as they came.
 */
import { env } from "cloudflare:workers";
import { z } from "zod";

export type Statement = { readonly sql: string; readonly params: readonly unknown[] };

let heard: Statement[] | null = null;

/** All of `work`'s statements, each text once, in the order of their first run. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  listen();
  heard = [];
  try {
    await work();
    const bySql = new Map(heard.toReversed().map((statement) => [statement.sql, statement]));
    return [...bySql.values()].toReversed();
  } finally {
    heard = null;
  }
}

/** The steps of SQLite's plan, as `EXPLAIN QUERY PLAN` words them. */
export async function planOf({ sql, params }: Statement): Promise<string[]> {
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...params)
    .all();
  return results.map((row) => planRow.parse(row).detail);
}

/** What D1 bills for the statement, and what its time grows with: rows read. For statements that only read. */
export async function rowsReadBy({ sql, params }: Statement): Promise<number> {
  const { meta } = await env.DB.prepare(sql)
    .bind(...params)
    .all();
  return meta.rows_read;
}

/** Whether a statement changes nothing, so that it can be run again. */
export function isRead({ sql }: Statement): boolean {
  return /^\s*(?:select|with)\b/i.test(sql);
}

const planRow = z.object({ detail: z.string() });
const preparedSchema = z.object({ statement: z.string(), params: z.array(z.unknown()) });

let isListening = false;

function listen(): void {
  if (isListening) return;
  isListening = true;
  wrap(Object.getPrototypeOf(env.DB), "batch", (_self, [statements]) => (Array.isArray(statements) ? statements : []));
  const statement: object = Object.getPrototypeOf(env.DB.prepare("SELECT 1"));
  for (const method of ["first", "all", "run", "raw"]) wrap(statement, method, (self) => [self]);
}

type AnyMethod = (...parameters: unknown[]) => unknown;

function wrap(prototype: object, name: string, run: (self: unknown, parameters: unknown[]) => unknown[]): void {
  const real: AnyMethod = Reflect.get(prototype, name);
  Reflect.set(prototype, name, function heardOf(this: unknown, ...parameters: unknown[]): unknown {
    heard?.push(...run(this, parameters).map(readStatement));
    return Reflect.apply(real, this, parameters);
  });
}

function readStatement(prepared: unknown): Statement {
  const { statement, params } = preparedSchema.parse(prepared);
  return { sql: statement, params };
}
