/**
 * Stands between the product and a real D1, for the Worker and its gates alike: they share one isolate with the test,
 * so what is put on the prototypes of D1's classes is met by every binding. What is not failed or held runs for real.
 */
import { env } from "cloudflare:workers";

/** One call to D1: the statements it runs, and the call itself. */
export type D1Call = { readonly sql: readonly string[]; readonly run: () => Promise<unknown> };

/** Runs the call, or does something else. */
export type D1Fault = (call: D1Call) => Promise<unknown>;

type AnyMethod = (...parameters: unknown[]) => Promise<unknown>;

let fault: D1Fault | null = null;
let calls: D1Call[] = [];

/** Puts `next` between until the test is over; use as `using _ = failD1(…)`. */
export function failD1(next: D1Fault): Disposable {
  install();
  fault = next;
  return {
    [Symbol.dispose]: () => {
      fault = null;
    },
  };
}

/** How many calls (a batch is one) were made while `work` ran. */
export async function countD1Calls(work: () => Promise<unknown>): Promise<number> {
  install();
  calls = [];
  await work();
  return calls.length;
}

/** The message of a connection that broke, as Cloudflare documents it. */
export function connectionLost(): Error {
  return new Error("D1_ERROR: Network connection lost.");
}

/** The message of a D1 that has too much to do. It is not to be asked again at once. */
export function overloaded(): Error {
  return new Error("D1_ERROR: D1 DB is overloaded. Requests queued for too long.");
}

/** The ways in which D1 fails at once. `failsAfterCommit`: it did what it was asked, and nobody hears of it. */
export const D1_FAILURES = {
  "cannot be read": () => Promise.reject(connectionLost()),
  "cannot be written": (call) => (isWrite(call) ? Promise.reject(connectionLost()) : call.run()),
  "breaks off after each commit": async (call) => {
    const result = await call.run();
    if (isWrite(call)) throw connectionLost();
    return result;
  },
  "is overloaded": () => Promise.reject(overloaded()),
} as const satisfies Readonly<Record<string, D1Fault>>;
export type D1Failure = keyof typeof D1_FAILURES;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of D1_FAILURES
export const D1_FAILURE_NAMES = Object.keys(D1_FAILURES) as D1Failure[];

/** Holds the calls that `isHeld` picks, before they run, until they are released. */
export class HeldD1 {
  readonly #reached = Promise.withResolvers<void>();
  readonly #released = Promise.withResolvers<void>();
  /** Resolves when a call is held. */
  readonly reached = this.#reached.promise;
  readonly fault: D1Fault;

  constructor(isHeld: (call: D1Call) => boolean = () => true) {
    this.fault = async (call) => {
      if (!isHeld(call)) return call.run();
      this.#reached.resolve();
      await this.#released.promise;
      return call.run();
    };
  }

  release(): void {
    this.#released.resolve();
  }
}

function isWrite({ sql }: D1Call): boolean {
  return sql.some((text) => /^\s*(?:INSERT|UPDATE|DELETE)\b/i.test(text));
}

let installed = false;

function install(): void {
  if (installed) return;
  installed = true;
  wrap(Object.getPrototypeOf(env.DB), "batch", (_self, [statements]) =>
    (Array.isArray(statements) ? statements : []).map(sqlOf),
  );
  const statement: object = Object.getPrototypeOf(env.DB.prepare("SELECT 1"));
  for (const method of ["first", "all", "run", "raw"]) wrap(statement, method, (self) => [sqlOf(self)]);
}

function wrap(prototype: object, name: string, sql: (self: unknown, parameters: unknown[]) => string[]): void {
  const real: AnyMethod = Reflect.get(prototype, name);
  Reflect.set(prototype, name, function intercepted(this: unknown, ...parameters: unknown[]): Promise<unknown> {
    const call = { sql: sql(this, parameters), run: () => Reflect.apply(real, this, parameters) };
    calls.push(call);
    return fault === null ? call.run() : fault(call);
  });
}

function sqlOf(statement: unknown): string {
  return typeof statement === "object" && statement !== null ? String(Reflect.get(statement, "statement")) : "";
}
