/** Waiting, with an end. */

/** Thrown when a wait ends before what was waited for. That may still happen later, unseen. */
class TimeLimitExceeded extends Error {
  override readonly name = "TimeLimitExceeded";
}

/** The promise's outcome, or {@link TimeLimitExceeded} after `limitMs`. A later rejection is swallowed. */
export async function withinMs<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeLimitExceeded(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits, one millisecond at least. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(1, ms));
  });
}
