/** Character references of HTML, which Markdown has too ("&copy;", "&#8211;"), as the characters they stand for. */

const REFERENCE = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});/g;

const known = new Map<string, string>();

/** The text with its references resolved; what is none stays as it is. The answer is text: it may well read "<b>". */
export function resolveReferences(text: string): string {
  return text.includes("&") ? text.replaceAll(REFERENCE, resolve) : text;
}

/** NOTE: the browser's own table, through a document without scripts; nothing but a reference ever gets there. */
function resolve(reference: string): string {
  const found = known.get(reference);
  if (found !== undefined) return found;
  const character = new DOMParser().parseFromString(reference, "text/html").body.textContent;
  known.set(reference, character);
  return character;
}
