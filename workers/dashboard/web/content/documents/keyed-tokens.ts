/** Tokens of `marked`, narrowed to its own kinds, with a key each. Pure. */
import type { MarkedToken, Token } from "marked";

const KINDS: ReadonlySet<string> = new Set<MarkedToken["type"]>([
  "blockquote",
  "br",
  "checkbox",
  "code",
  "codespan",
  "def",
  "del",
  "em",
  "escape",
  "heading",
  "hr",
  "html",
  "image",
  "link",
  "list",
  "list_item",
  "paragraph",
  "space",
  "strong",
  "table",
  "text",
]);

/** The place of a token in its source: stays what it is while text is typed behind it. */
export type KeyedToken = { readonly key: number; readonly token: MarkedToken };

/** Leaves out what only an extension could have made; there is none. */
export function keyed(tokens: readonly Token[]): readonly KeyedToken[] {
  return tokens.filter(isMarked).map((token, key) => ({ key, token }));
}

function isMarked(token: Token): token is MarkedToken {
  return KINDS.has(token.type);
}
