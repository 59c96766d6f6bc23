/** Counts what Cloudflare bills while something is done: rows of D1 and of gates' SQLite, calls of gates, KV. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { z } from "zod";
import { Gate } from "#workers/gate/gate.ts";
import { NOTHING, type Operations } from "./costs/counts.ts";

export type Counted = { -readonly [Name in keyof Operations]-?: number };

let counted: Counted = { ...NOTHING };
let isListening = false;

/** All of `work`, and what it leaves for later as far as it waits for that. One work at a time. */
export async function countOperations(work: () => Promise<unknown>): Promise<Counted> {
  if (!isListening) await listen();
  counted = { ...NOTHING };
  await work();
  return { ...counted };
}

async function listen(): Promise<void> {
  isListening = true;
  const statement: object = Object.getPrototypeOf(env.DB.prepare("SELECT 1"));
  after(Object.getPrototypeOf(env.DB), "batch", addD1);
  after(statement, "all", addD1);
  after(statement, "run", addD1);
  // `first` keeps to itself what D1 says of its statement.
  Reflect.set(statement, "first", first);
  const sql = await runInDurableObject(env.GATE.getByName("gate:enam"), (_gate, { storage }) => storage.sql);
  after(Object.getPrototypeOf(sql), "exec", (cursor) => {
    counted.gateRowsWritten += cursorSchema.parse(cursor).rowsWritten;
  });
  for (const name of ["check", "push", "count", "giveBack"]) {
    after(Gate.prototype, name, () => {
      counted.gateRequests += 1;
    });
  }
  const kv: object = Object.getPrototypeOf(env.KV);
  for (const name of ["get", "getWithMetadata"]) after(kv, name, () => (counted.kvReads += 1));
  for (const name of ["put", "delete"]) after(kv, name, () => (counted.kvWrites += 1));
}

type AnyMethod = (...parameters: unknown[]) => unknown;

function after(prototype: object, name: string, count: (answer: unknown) => void): void {
  const real: AnyMethod = Reflect.get(prototype, name);
  Reflect.set(prototype, name, function counting(this: unknown, ...parameters: unknown[]): unknown {
    const answer = Reflect.apply(real, this, parameters);
    if (!(answer instanceof Promise)) {
      count(answer);
      return answer;
    }
    return answer.then((value: unknown) => {
      count(value);
      return value;
    });
  });
}

const cursorSchema = z.object({ rowsWritten: z.number() });
const resultSchema = z.object({ meta: z.object({ rows_read: z.number(), rows_written: z.number() }) });

function addD1(answer: unknown): void {
  for (const result of Array.isArray(answer) ? answer : [answer]) {
    const { meta } = resultSchema.parse(result);
    counted.d1RowsRead += meta.rows_read;
    counted.d1RowsWritten += meta.rows_written;
  }
}

async function first(this: D1PreparedStatement, column?: string): Promise<unknown> {
  const [row] = (await this.all()).results;
  return column === undefined ? (row ?? null) : (row?.[column] ?? null);
}
