/** Telling a D1 outage from a "no" and from a bug, by the messages that Cloudflare documents for D1 errors. */

/** D1 could not be reached, or did not say whether it committed. Thrown: it is an outage. Becomes a 503. */
export class StorageUnavailable extends Error {
  override readonly name = "StorageUnavailable";
}

/** Whether a thrown value is D1 failing to serve, as opposed to it refusing a statement. */
export function isStorageOutage(thrown: unknown): boolean {
  if (thrown instanceof StorageUnavailable) return true;
  if (!(thrown instanceof Error) || thrown.name === "ZodError") return false;
  const text = errorText(thrown);
  return (
    /D1_|Network connection lost|D1 DB|storage operation|object to be reset/.test(text) && !isStatementRefused(text)
  );
}

/** Whether the same batch may be tried again at once: the connection broke, nothing is overloaded. */
export function isWorthRetrying(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    /Network connection lost|object to be reset|code was updated|transient issue/.test(errorText(thrown))
  );
}

/** Whether D1 refused for a duplicate in this column, like `keys.id`. */
export function isDuplicate(thrown: unknown, column: string): boolean {
  return thrown instanceof Error && errorText(thrown).includes(`UNIQUE constraint failed: ${column}`);
}

/** Whether D1 refused because a row that the write refers to is gone: somebody deleted it after it was looked up. */
export function isMissingReference(thrown: unknown): boolean {
  return thrown instanceof Error && errorText(thrown).includes("FOREIGN KEY constraint failed");
}

function isStatementRefused(text: string): boolean {
  return /SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)|constraint failed|syntax error|no such column/i.test(text);
}

/** With what caused it, and what caused that: libraries put D1's error into errors of their own, one in another. */
function errorText(error: Error): string {
  return error.cause instanceof Error ? `${error.message} ${errorText(error.cause)}` : error.message;
}
