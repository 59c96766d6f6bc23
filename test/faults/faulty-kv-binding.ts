/** The faults project's `KV` binding with the controls that only tests use. */
import { env } from "cloudflare:workers";
import type { KvMode } from "./faulty-kv.ts";

/** What a test may do with the KV that the Worker and its gates read. */
export type FaultyKvBinding = KVNamespace & {
  setMode(mode: KvMode, options?: { readonly slowMs?: number }): Promise<void>;
  operations(): Promise<number>;
  journal(): Promise<string[]>;
  reset(): Promise<void>;
};

/** The binding; only in `test/faults/`. */
export function faultyKv(): FaultyKvBinding {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- vitest.config.ts binds FaultyKv in its place
  return env.KV as FaultyKvBinding;
}
