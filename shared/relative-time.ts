/**
 * How long ago something was, or how soon it will be, in words: for people, never for comparing. Pure: the clock is an
 * argument. The exact date belongs beside it, and is the browser's to write, which knows the reader's zone.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365.25 * DAY_MS;

/** Under this it is "just now", ahead as well as behind: the clocks of two machines differ by seconds. */
const NOW_MS = 45_000;

/**
 * Up to when each unit is used, in milliseconds. Each ends where the next one rounds to 1; days go on to 60, so that
 * an expiry in five weeks keeps its number of days.
 */
const UNITS = [
  { unit: "minute", lengthMs: MINUTE_MS, belowMs: 45 * MINUTE_MS },
  { unit: "hour", lengthMs: HOUR_MS, belowMs: 22 * HOUR_MS },
  { unit: "day", lengthMs: DAY_MS, belowMs: 60 * DAY_MS },
  { unit: "month", lengthMs: YEAR_MS / 12, belowMs: 320 * DAY_MS },
] as const;

// Always a number: "yesterday" is wrong for what was 22 hours ago, when it is 23:00.
const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** Says when `atMs` is, seen from `nowMs`, both in epoch milliseconds: "just now", "11 minutes ago", "in 27 days". */
export function relativeTime(atMs: number, nowMs: number): string {
  const distanceMs = atMs - nowMs;
  const lengthMs = Math.abs(distanceMs);
  if (lengthMs < NOW_MS) return "just now";
  const fitting = UNITS.find(({ belowMs }) => lengthMs < belowMs) ?? { unit: "year", lengthMs: YEAR_MS };
  return words.format(Math.round(distanceMs / fitting.lengthMs), fitting.unit);
}
