/** What D1 holds, to see that nothing was written, or where something is. */
import { env } from "cloudflare:workers";
import { z } from "zod";

type Row = Readonly<Record<string, unknown>>;

/** Every row of every table. */
type Snapshot = Readonly<Record<string, readonly Row[]>>;

/** Gates write these in their own time, so they say nothing of a request. */
const TABLES_OF_GATES = new Set(["gate_leases", "usage_batches", "usage_hourly"]);
/** What was tried is counted, also when it is refused. */
const ATTEMPTS = "attempts";
const COLUMNS_OF_GATES = new Set(["last_used_at", "last_used_client", "last_used_country", "used_day", "confirmed_at"]);

/** All that a request could have written. */
export async function written(): Promise<Snapshot> {
  const tables = Object.entries(await everything()).filter(([name]) => !TABLES_OF_GATES.has(name) && name !== ATTEMPTS);
  return Object.fromEntries(tables.map(([name, rows]) => [name, rows.map(withoutColumnsOfGates)]));
}

/** All that D1 holds. */
export async function everything(): Promise<Snapshot> {
  const names = await tableNames();
  const results = await env.DB.batch(names.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`)));
  return Object.fromEntries(names.map((name, index) => [name, rowsOf(results[index])]));
}

async function tableNames(): Promise<string[]> {
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*'`,
  ).all();
  return results.map((row) => z.object({ name: z.string() }).parse(row).name);
}

function rowsOf(result: D1Result | undefined): Row[] {
  return (result?.results ?? []).map((row) => z.record(z.string(), z.unknown()).parse(row));
}

function withoutColumnsOfGates(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !COLUMNS_OF_GATES.has(column)));
}
