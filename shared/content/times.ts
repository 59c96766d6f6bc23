/** Times on the wire: ISO 8601. Answers are always UTC; requests may carry any offset, but must carry one. */
import { z } from "zod";
import { epochMs, type EpochMs } from "../brand.ts";

const EXPECTED = "expected an ISO 8601 time with its zone, like 2027-05-01T18:00:00Z";

// NOTE: plain strings with a format: zod's own has an expression of 300 characters, which would stand in every schema of
// every tool, once for each time.
const FORMAT = { format: "date-time" };

/** A time in an answer: UTC, milliseconds. */
export const timeSchema = z.string().meta(FORMAT);

const zonedSchema = z.iso.datetime({ offset: true });

/** A time in a request, read as epoch milliseconds; what is finer than a millisecond is cut off. */
export const timeInputSchema = z
  .string(EXPECTED)
  .meta(FORMAT)
  .transform((text, context) => {
    if (zonedSchema.safeParse(text).success) return epochMs(Date.parse(text));
    context.addIssue(EXPECTED);
    return z.NEVER;
  });

/** Epoch milliseconds as {@link timeSchema} has them. */
export function isoTime(at: EpochMs | number): string {
  return new Date(at).toISOString();
}
