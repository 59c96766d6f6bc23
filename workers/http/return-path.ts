/** Where a page may send somebody afterwards: a path of this site, however it was written. Pure. */

/** What an app asks for can be long: its id may be an address, and its `state` is its own affair. */
const PATH_LENGTH_MAX = 8000;

/** The path, query and fragment that `text` means here; `fallback` for what leads, or could be read to lead, elsewhere. */
export function returnPath(text: string | undefined, origin: string, fallback = "/keys"): string {
  if (text === undefined || text.length > PATH_LENGTH_MAX || !text.startsWith("/") || text.includes("\\")) {
    return fallback;
  }
  const url = URL.canParse(text, origin) ? new URL(text, origin) : null;
  // NOTE: looked at after parsing too: tabs vanish in it, and "/.//evil.example" becomes "//evil.example".
  if (url === null || url.origin !== origin || url.pathname.startsWith("//")) return fallback;
  return `${url.pathname}${url.search}${url.hash}`;
}
