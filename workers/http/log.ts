/**
 * Structured logs: one JSON line an event. Values are ids, codes and numbers; never headers, queries or bodies. Of one
 * event an isolate writes so many lines a second; the next line then says how many were left out.
 */
import { LOG_LINES_PER_SECOND } from "#shared/limits.ts";

export type LogValue = string | number | boolean | null | undefined;

/** One event's lines of the present second. Events are named in the code alone, so there are few. */
type Counted = { second: number; written: number; skipped: number };

const counts = new Map<string, Counted>();
/** Writes one line, or counts it for the next; fields that are undefined are left out. */
export function logEvent(level: "info" | "warn" | "error", event: string, fields: Record<string, LogValue>): void {
  const skipped = skippedBefore(event, Date.now());
  if (skipped === null) return;
  console[level](JSON.stringify({ event, ...fields, ...(skipped === 0 ? {} : { skipped }) }));
}

/** How many lines of the event were left out before this one; `null`: this one is, too. */
function skippedBefore(event: string, now: number): number | null {
  const second = Math.floor(now / 1000);
  const counted = counts.get(event) ?? { second, written: 0, skipped: 0 };
  counts.set(event, counted);
  if (counted.second !== second) {
    counted.second = second;
    counted.written = 0;
  }
  if (counted.written >= LOG_LINES_PER_SECOND) {
    counted.skipped += 1;
    return null;
  }
  counted.written += 1;
  const { skipped } = counted;
  counted.skipped = 0;
  return skipped;
}

/**
 * A thrown value as a short text for the log: its name and message, without the stack. Of an error with a cause it is
 * the cause that is told: a library that wraps D1's errors repeats the values of the query in its own message.
 */
export function describeError(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "a non-error was thrown";
  if (thrown.cause instanceof Error) return describeError(thrown.cause);
  return `${thrown.name}: ${thrown.message}`.slice(0, 300);
}
