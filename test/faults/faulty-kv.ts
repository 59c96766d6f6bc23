/**
 * A KV namespace that tests can spoil: the faults project binds it as `KV` for the Worker and for its gates, so that
 * both see the same wrong thing. Runs as a Worker of its own, from this file with its types stripped: it may import
 * nothing but the platform. Values are text; TTLs are ignored.
 */
import { WorkerEntrypoint } from "cloudflare:workers";

/**
 * How reads behave. `stale`: they see the namespace as it was when the mode was set, later writes are kept but hidden.
 * `stale-miss`: they find nothing. `fail`: every operation throws. `slow`: every operation takes `slowMs`, or until the
 * mode is another.
 */
export type KvMode = "normal" | "stale" | "stale-miss" | "fail" | "slow";

type Entry = { readonly value: string; readonly metadata: unknown };
type GetOptions = string | { readonly type?: string } | undefined;

const SLOW_MS_DEFAULT = 2000;
const POLL_MS = 10;

let mode: KvMode = "normal";
let slowMs = SLOW_MS_DEFAULT;
let stored = new Map<string, Entry>();
let visible = stored;
let journal: string[] = [];

/** KVNamespace's methods over RPC, and the tests' controls. */
export class FaultyKv extends WorkerEntrypoint {
  /** Changes how every later operation behaves. */
  setMode(next: KvMode, options: { readonly slowMs?: number } = {}): void {
    mode = next;
    slowMs = options.slowMs ?? SLOW_MS_DEFAULT;
    visible = readable(next);
  }

  /** How many operations were asked for since the last reset, failed ones too. */
  operations(): number {
    return journal.length;
  }

  /** Those operations in order, as `get name`. */
  journal(): string[] {
    return journal;
  }

  /** Empties the namespace and the journal, and behaves well again. */
  reset(): void {
    stored = new Map();
    journal = [];
    this.setMode("normal");
  }

  async get(names: string | string[], options?: GetOptions): Promise<unknown> {
    await operate(`get ${String(names)}`);
    if (typeof names === "string") return decoded(visible.get(names), options);
    return new Map(names.map((name) => [name, decoded(visible.get(name), options)]));
  }

  async getWithMetadata(name: string, options?: GetOptions): Promise<unknown> {
    await operate(`get ${name}`);
    const entry = visible.get(name);
    return { value: decoded(entry, options), metadata: entry?.metadata ?? null, cacheStatus: null };
  }

  async put(name: string, value: string, options: { readonly metadata?: unknown } = {}): Promise<void> {
    await operate(`put ${name}`);
    stored.set(name, { value, metadata: options.metadata ?? null });
  }

  async delete(name: string): Promise<void> {
    await operate(`delete ${name}`);
    stored.delete(name);
  }

  async list(options: { readonly prefix?: string } = {}): Promise<unknown> {
    await operate(`list ${options.prefix ?? ""}`);
    const names = [...visible.keys()].filter((name) => name.startsWith(options.prefix ?? "")).toSorted();
    const keys = names.map((name) => ({ name, metadata: visible.get(name)?.metadata ?? null }));
    return { keys, list_complete: true, cacheStatus: null };
  }
}

export default { fetch: (): Response => new Response("bound by RPC only", { status: 404 }) };

function readable(next: KvMode): Map<string, Entry> {
  if (next === "stale-miss") return new Map();
  return next === "stale" ? new Map(stored) : stored;
}

async function operate(what: string): Promise<void> {
  journal.push(what);
  if (mode === "fail") throw new Error("KV is down (a test said so)");
  const until = Date.now() + slowMs;
  while (isSlow() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

function isSlow(): boolean {
  return mode === "slow";
}

function decoded(entry: Entry | undefined, options: GetOptions): unknown {
  if (entry === undefined) return null;
  const type = typeof options === "string" ? options : options?.type;
  return type === "json" ? JSON.parse(entry.value) : entry.value;
}
