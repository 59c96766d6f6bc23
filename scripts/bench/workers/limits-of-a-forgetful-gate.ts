/**
 * The product's limits, but a gate that remembers one record only: every other key it is asked for is a miss. It stands
 * in for `#shared/limits.ts`, so it names the product's own file in another way.
 */
export * from "#product/shared/limits.ts";

export const GATE_RECORDS_MAX = 1;
