/** The spans that the key page shows, and how their moments are written. Days are UTC, as the API counts them. */

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

export const USAGE_RANGES = ["24h", "7d", "30d", "90d"] as const;
export type UsageRange = (typeof USAGE_RANGES)[number];

export const RANGE_LABELS: Readonly<Record<UsageRange, string>> = {
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  "90d": "90 days",
};

const DAYS: Readonly<Record<UsageRange, number>> = { "24h": 1, "7d": 7, "30d": 30, "90d": 90 };

/** What the address says, or a month. */
export function usageRangeOf(text: string | undefined): UsageRange {
  return USAGE_RANGES.find((range) => range === text) ?? "30d";
}

export type UsageSpan = { readonly from: string; readonly to: string; readonly bucket: "hour" | "day" };

/** Whole hours for a day of hours, whole UTC days for the rest; the last one is the one that `nowMs` lies in. */
export function spanOf(range: UsageRange, nowMs: number): UsageSpan {
  const bucketMs = range === "24h" ? HOUR_MS : DAY_MS;
  const count = range === "24h" ? 24 : DAYS[range];
  const lastStart = nowMs - (nowMs % bucketMs);
  return {
    from: new Date(lastStart - (count - 1) * bucketMs).toISOString(),
    to: new Date(lastStart + bucketMs).toISOString(),
    bucket: range === "24h" ? "hour" : "day",
  };
}

const FORMATS = {
  hour: {
    tick: new Intl.DateTimeFormat("en", { hour: "numeric" }),
    label: new Intl.DateTimeFormat("en", { weekday: "short", hour: "numeric", minute: "2-digit" }),
  },
  day: {
    tick: new Intl.DateTimeFormat("en", { month: "short", day: "numeric", timeZone: "UTC" }),
    label: new Intl.DateTimeFormat("en", { weekday: "short", month: "short", day: "numeric", timeZone: "UTC" }),
  },
} as const;

/** The name of a bucket under the axis, and in full. Hours are the reader's own. */
export function momentOf(
  start: string,
  bucket: UsageSpan["bucket"],
): { readonly tick: string; readonly label: string } {
  const at = new Date(start);
  return { tick: FORMATS[bucket].tick.format(at), label: FORMATS[bucket].label.format(at) };
}
