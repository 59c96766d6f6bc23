/** Times of the sample data: whole hours, so many days from now. Pure. */
import { type EpochMs, epochMs } from "#shared/brand.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** The hour (UTC) of the day that is `days` away from `now`; days before it are negative. */
export function dayAt(now: EpochMs, days: number, hour: number): EpochMs {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  return epochMs(midnight + days * DAY_MS + hour * HOUR_MS);
}
