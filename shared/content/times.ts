/** Times on the wire: ISO 8601. Answers are always UTC; requests may carry any offset, but must carry one. */
import { z } from "zod";
import { epochMs, type EpochMs } from "../brand.ts";

const EXPECTED = "expected an ISO 8601 time with its zone, like 2027-05-01T18:00:00Z";

/** A time in an answer: UTC, milliseconds. */
export const timeSchema = z.iso.datetime();

/** A time in a request, read as epoch milliseconds; what is finer than a millisecond is cut off. */
export const timeInputSchema = z.iso
  .datetime({ offset: true, error: EXPECTED })
  .transform((text) => epochMs(Date.parse(text)));

/** Epoch milliseconds as {@link timeSchema} has them. */
export function isoTime(at: EpochMs | number): string {
  return new Date(at).toISOString();
}
