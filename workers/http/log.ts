/** Structured logs: one JSON line an event. Values are ids, codes and numbers; never headers, queries or bodies. */

export type LogValue = string | number | boolean | null | undefined;

/** Writes one line; fields that are undefined are left out. */
export function logEvent(level: "info" | "warn" | "error", event: string, fields: Record<string, LogValue>): void {
  console[level](JSON.stringify({ event, ...fields }));
}

/** A thrown value as a short text for the log: its name and message, without the stack, which may carry values. */
export function describeError(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}`.slice(0, 300) : "a non-error was thrown";
}
