/** What a client calls itself, made fit to store and show. It is never trusted for anything. */
import { USAGE_LABEL_LENGTH_MAX } from "#shared/limits.ts";

/** What is looked at of a text that is longer. */
const SEEN_MAX = 1000;

/** Runtimes that send their own name for whatever runs on them: it says nothing, so it must not hide a real name. */
const GENERIC = /^(?:node|node\.js|undici|bun|deno)(?:\/|$)/i;

/** What may be a credential or the start of one: a long run of letters and digits, or how our keys begin. */
const CREDENTIAL = /[0-9A-Za-z]{32}|_(?:live|test|dev)_/;

/**
 * Printable ASCII, shortened; `null` when nothing is left. A User-Agent is cut to its product (`curl/8.7.1`), and a
 * text that might be a credential is dropped: some clients put the oddest things there.
 */
export function cleanClientName(text: string | null): string | null {
  if (text === null || text.length > SEEN_MAX) return cleaned((text ?? "").slice(0, SEEN_MAX));
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= NAMES_MAX) names.clear();
  const name = cleaned(text);
  // A text that may be a credential is not kept, here neither.
  if (name !== null) names.set(text, name);
  return name;
}

/** The same few clients come again and again. */
const names = new Map<string, string>();
const NAMES_MAX = 256;

function cleaned(text: string): string | null {
  const printable = text.replaceAll(/[^\x20-\x7e]/g, "").trim();
  const [product = ""] = printable.split(/\s*[(;,]/);
  // NOTE: looked at before it is cut, or what is left of a credential would be too short to be noticed.
  if (CREDENTIAL.test(product)) return null;
  const name = product.slice(0, USAGE_LABEL_LENGTH_MAX).trim();
  return name === "" || GENERIC.test(name) ? null : name;
}
