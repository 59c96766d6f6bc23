/** What Cloudflare charges beyond what the paid plan includes, by its public pages, in dollars. Read in November 2026. */
import type { Operations } from "../../../test/costs/counts.ts";

const PAGES = "https://developers.cloudflare.com";

/** Where each price is published. */
export const SOURCES = {
  Workers: `${PAGES}/workers/platform/pricing/`,
  KV: `${PAGES}/kv/platform/pricing/`,
  D1: `${PAGES}/d1/platform/pricing/`,
  "Durable Objects": `${PAGES}/durable-objects/platform/pricing/`,
} as const;

/** Dollars per million of each. */
export const PER_MILLION = {
  workerRequests: 0.3,
  cpuMs: 0.02,
  gateRequests: 0.15,
  gateRowsWritten: 1,
  gateGbSeconds: 12.5,
  kvReads: 0.5,
  kvWrites: 5,
  d1RowsRead: 0.001,
  d1RowsWritten: 1,
} as const;

/** What a month of the paid plan includes, in the same units; D1 and gates each have rows of their own. */
export const INCLUDED = {
  workerRequests: 10e6,
  cpuMs: 30e6,
  gateRequests: 1e6,
  gateRowsWritten: 50e6,
  gateGbSeconds: 400e3,
  kvReads: 10e6,
  kvWrites: 1e6,
  d1RowsRead: 25e9,
  d1RowsWritten: 50e6,
} as const satisfies Record<keyof typeof PER_MILLION, number>;

/** Dollars for these operations, beyond what is included. */
export function dollarsOf(operations: Operations): number {
  const {
    d1RowsRead = 0,
    d1RowsWritten = 0,
    gateRowsWritten = 0,
    gateRequests = 0,
    kvReads = 0,
    kvWrites = 0,
  } = operations;
  const micros =
    d1RowsRead * PER_MILLION.d1RowsRead +
    d1RowsWritten * PER_MILLION.d1RowsWritten +
    gateRowsWritten * PER_MILLION.gateRowsWritten +
    gateRequests * PER_MILLION.gateRequests +
    kvReads * PER_MILLION.kvReads +
    kvWrites * PER_MILLION.kvWrites;
  return micros / 1e6;
}
