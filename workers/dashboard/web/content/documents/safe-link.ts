/** Which addresses of a document may be followed. Pure. */

const FOLLOWED: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** The address, absolute; `null` for any other scheme, for what is no address, and for what is relative to nothing. */
export function safeLink(href: string): string | null {
  const url = URL.parse(href);
  return url !== null && FOLLOWED.has(url.protocol) ? url.href : null;
}
