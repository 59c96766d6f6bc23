/**
 * What people type, as an FTS5 query (https://sqlite.org/fts5.html §3). Only letters and digits get through, each word
 * quoted, so that no operator, column filter or stray quote of a user can be a syntax error or change the meaning. Pure.
 */

/** Words past this many are not looked at. */
const WORDS_MAX = 16;

/** The MATCH operand: all words, the last one as a prefix; null when there is no word to look for. */
export function matchExpression(query: string): string | null {
  // The characters that the tokenizer `unicode61` keeps: letters, digits, private use, and marks that follow them.
  const words = query.match(/[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu);
  if (words === null) return null;
  return `${words
    .slice(0, WORDS_MAX)
    .map((word) => `"${word}"`)
    .join(" ")}*`;
}
