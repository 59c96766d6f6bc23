/** Times on the wire: ISO 8601. Answers are always UTC; requests may carry any offset, but must carry one. */
import { z } from "zod";
import { epochMs, type EpochMs } from "../brand.ts";

const EXPECTED = "expected an ISO 8601 time with its zone, like 2027-05-01T18:00:00Z";

// NOTE: plain strings with a format: zod's own has an expression of 300 characters, which would stand in every schema of
// every tool, once for each time.
const FORMAT = { format: "date-time" };

/** A time in an answer: UTC, milliseconds. */
export const timeSchema = z.string().meta(FORMAT);

/** RFC 3339 has years of four digits. An offset can carry a time out of them, and clients refuse what is outside. */
const FIRST_MS = Date.parse("0001-01-01T00:00:00Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

const zonedSchema = z.iso.datetime({ offset: true });

/** A time in a request, read as epoch milliseconds; what is finer than a millisecond is cut off. */
export const timeInputSchema = z
  .string(EXPECTED)
  .meta(FORMAT)
  .transform((text, context) => {
    const at = zonedSchema.safeParse(text).success ? Date.parse(text) : Number.NaN;
    if (at >= FIRST_MS && at <= LAST_MS) return epochMs(at);
    context.addIssue(EXPECTED);
    return z.NEVER;
  });

/** Epoch milliseconds as {@link timeSchema} has them. */
export function isoTime(at: EpochMs | number): string {
  return new Date(at).toISOString();
}
