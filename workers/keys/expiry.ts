/** Expiry times as callers give them. Pure. */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";

/** Past this year a time is a mistake in units. */
const YEAR_MAX = 2200;

/** An ISO 8601 time as epoch milliseconds; it must lie ahead. `null` is no expiry. */
export function futureTime(text: string | null, now: EpochMs): Result<EpochMs | null, Refusal> {
  if (text === null) return ok(null);
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return refused("expected a time like 2027-01-31T12:00:00Z");
  if (at.getTime() <= now) return refused("must lie in the future");
  return at.getUTCFullYear() > YEAR_MAX ? refused(`must be before the year ${YEAR_MAX}`) : ok(epochMs(at.getTime()));
}

function refused(message: string): Result<never, Refusal> {
  return err({ code: "invalid_request", errors: [{ path: "/expires_at", message }] });
}
