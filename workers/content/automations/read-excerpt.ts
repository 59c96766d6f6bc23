/** The start of a webhook's answer, as text that is safe to store and to show. */
import { RUN_EXCERPT_LENGTH_MAX } from "#shared/content/limits.ts";
import { WEBHOOK_RESPONSE_BYTES_MAX } from "#shared/limits.ts";

/**
 * Reads WEBHOOK_RESPONSE_BYTES_MAX at most, then hangs up. Throws when the body breaks off; `signal` ends a body that
 * comes too slowly, after which the caller asks the signal. A webhook knows its secrets and might say them; the record
 * of runs is read by more people than may see them, so they are `hidden`.
 */
export async function readExcerpt(
  body: ReadableStream<Uint8Array> | null,
  signal: AbortSignal,
  hidden: readonly string[],
): Promise<string> {
  if (body === null) return "";
  const reader = body.getReader();
  const hangUp = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", hangUp, { once: true });
  const decoder = new TextDecoder();
  let text = "";
  let bytesLeft = WEBHOOK_RESPONSE_BYTES_MAX;
  while (bytesLeft > 0) {
    const { done, value } = await reader.read();
    if (done) return excerpt(text + decoder.decode(), hidden);
    text += decoder.decode(value.subarray(0, bytesLeft), { stream: true });
    bytesLeft -= value.byteLength;
  }
  hangUp();
  return excerpt(text, hidden);
}

/**
 * Without what a terminal or a log would obey: controls but tab and line feed, and characters that reorder text. What is
 * hidden is hidden before the text is cut, or a part of it would be left at the end.
 */
function excerpt(text: string, hidden: readonly string[]): string {
  const shown = hidden.reduce((rest, secret) => rest.replaceAll(secret, "[signing secret]"), text);
  const plain = shown.replaceAll(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu, "");
  return Array.from(plain.slice(0, RUN_EXCERPT_LENGTH_MAX * 2))
    .slice(0, RUN_EXCERPT_LENGTH_MAX)
    .join("")
    .toWellFormed();
}
