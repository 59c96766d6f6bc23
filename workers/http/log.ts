/** Structured logs: one JSON line an event. Values are ids, codes and numbers; never headers, queries or bodies. */

export type LogValue = string | number | boolean | null | undefined;

/** Writes one line; fields that are undefined are left out. */
export function logEvent(level: "info" | "warn" | "error", event: string, fields: Record<string, LogValue>): void {
  console[level](JSON.stringify({ event, ...fields }));
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
