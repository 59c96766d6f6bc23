/** Words for a distance in time: what they say is near the truth, and never "0" of something. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { relativeTime } from "#shared/relative-time.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.UTC(2026, 10, 22);

const EXAMPLES: readonly (readonly [number, string, string])[] = [
  [0, "just now", "just now"],
  [44 * SECOND_MS, "just now", "just now"],
  [45 * SECOND_MS, "1 minute ago", "in 1 minute"],
  [11 * MINUTE_MS, "11 minutes ago", "in 11 minutes"],
  [45 * MINUTE_MS, "1 hour ago", "in 1 hour"],
  [21 * HOUR_MS, "21 hours ago", "in 21 hours"],
  [22 * HOUR_MS, "1 day ago", "in 1 day"],
  [27 * DAY_MS, "27 days ago", "in 27 days"],
  [59 * DAY_MS, "59 days ago", "in 59 days"],
  [60 * DAY_MS, "2 months ago", "in 2 months"],
  [319 * DAY_MS, "10 months ago", "in 10 months"],
  [320 * DAY_MS, "1 year ago", "in 1 year"],
  [3 * 365 * DAY_MS, "3 years ago", "in 3 years"],
];

test.each(EXAMPLES)("%d ms reads “%s” behind and “%s” ahead", (distanceMs, past, future) => {
  expect(relativeTime(NOW_MS - distanceMs, NOW_MS)).toBe(past);
  expect(relativeTime(NOW_MS + distanceMs, NOW_MS)).toBe(future);
});

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  month: (365.25 * DAY_MS) / 12,
  year: 365.25 * DAY_MS,
};

test("what it says is within half a unit of the truth, and is at least 1", () => {
  fc.assert(
    fc.property(fc.integer({ min: -100 * 365 * DAY_MS, max: 100 * 365 * DAY_MS }), (distanceMs) => {
      const text = relativeTime(NOW_MS + distanceMs, NOW_MS);
      if (text === "just now") return Math.abs(distanceMs) < 45 * SECOND_MS;
      const [, count = "", unit = ""] = /(\d+) ([a-z]+?)s?\b/.exec(text) ?? [];
      const saidMs = Number(count) * (UNIT_MS[unit] ?? Number.NaN);
      expect(text.startsWith("in ")).toBe(distanceMs > 0);
      return Number(count) >= 1 && Math.abs(saidMs - Math.abs(distanceMs)) <= (UNIT_MS[unit] ?? 0) / 2;
    }),
  );
});
