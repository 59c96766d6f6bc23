/** What D1 says of the statements that some work sends it, which passes through unchanged. One work at a time. */

export type Metered = {
  /** From start to end, as the Worker sees it. */
  readonly tookMs: number;
  /** The time in SQLite, as D1 reports it. */
  readonly d1Ms: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly result: unknown;
};

type Totals = { d1Ms: number; rowsRead: number; rowsWritten: number };

let totals: Totals = { d1Ms: 0, rowsRead: 0, rowsWritten: 0 };
let isListening = false;

/** See {@link Metered}. */
export async function metered(db: D1Database, work: () => Promise<unknown>): Promise<Metered> {
  listen(db);
  totals = { d1Ms: 0, rowsRead: 0, rowsWritten: 0 };
  const startedAt = performance.now();
  const result = await work();
  return { tookMs: performance.now() - startedAt, ...totals, result: result ?? null };
}

type AnyMethod = (...parameters: unknown[]) => Promise<unknown>;

function listen(db: D1Database): void {
  if (isListening) return;
  isListening = true;
  wrap(Object.getPrototypeOf(db), "batch");
  const statement: object = Object.getPrototypeOf(db.prepare("SELECT 1"));
  wrap(statement, "all");
  wrap(statement, "run");
  Reflect.set(statement, "first", first);
}

/** As D1's own, which keeps to itself what D1 says of the statement. */
async function first(this: D1PreparedStatement, column?: string): Promise<unknown> {
  const [row] = (await this.all()).results;
  return column === undefined ? (row ?? null) : (row?.[column] ?? null);
}

function wrap(prototype: object, name: string): void {
  const real: AnyMethod = Reflect.get(prototype, name);
  Reflect.set(prototype, name, async function heard(this: unknown, ...parameters: unknown[]): Promise<unknown> {
    const answer = await Reflect.apply(real, this, parameters);
    for (const result of Array.isArray(answer) ? answer : [answer]) add(result);
    return answer;
  });
}

function add({ meta }: D1Result): void {
  totals.d1Ms += meta.duration;
  totals.rowsRead += meta.rows_read;
  totals.rowsWritten += meta.rows_written;
}
