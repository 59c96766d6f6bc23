/** The product's limits, but a gate that remembers one record only: every other key it is asked for is a miss. */
export * from "../../../shared/limits.ts";

export const GATE_RECORDS_MAX = 1;
