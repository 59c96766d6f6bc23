/**
 * The two numbers that are smaller than in production, so that a schedule sees the end of everything that is remembered:
 * F outlives the validity of KV values by seconds, and that validity may be set to seconds.
 */
import type { Patch } from "./patches.ts";

export const SCALE: readonly Patch[] = [
  {
    file: "shared/limits.ts",
    find: "FLOOR_SLACK_MS = 10 * MINUTE_MS",
    replace: "FLOOR_SLACK_MS = 2 * SECOND_MS",
  },
  {
    file: "workers/env.ts",
    find: "KV_VALIDITY_SECONDS: wholeNumber(60, 86_400)",
    replace: "KV_VALIDITY_SECONDS: wholeNumber(1, 86_400)",
  },
];
