/**
 * Which words of a passage a search has found. The server marks matches with `**`, which a body may have of its own, so
 * they are found again here by the same rule as the index: words of letters and digits, without case and diacritics, all
 * of them whole but the last one, which may be the start of one. Pure.
 */

/** A piece of a passage, and whether it is a match. */
export type Piece = { readonly text: string; readonly isMatch: boolean };

// What FTS5's tokenizer `unicode61` keeps.
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;

/** Headings, quotes, fences, the rules of tables. A single dash stays: it parts what a list has below each other. */
const ALONE = /^(?:[#>|`*_=]+|[|:-]{2,})$/;

/** The passage in pieces, in order; joined they are the passage. */
export function piecesOf(passage: string, query: string): readonly Piece[] {
  const wanted = (query.match(WORD) ?? []).map(fold);
  const start = wanted.at(-1);
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of passage.matchAll(WORD)) {
    const word = fold(found[0]);
    if (!wanted.includes(word) && (start === undefined || !word.startsWith(start))) continue;
    pieces.push({ text: passage.slice(end, found.index), isMatch: false }, { text: found[0], isMatch: true });
    end = found.index + found[0].length;
  }
  pieces.push({ text: passage.slice(end), isMatch: false });
  return pieces.filter(({ text }) => text !== "");
}

/** A snippet as one line of plain text: without the server's marks, line breaks, and signs of Markdown that stand alone. */
export function plainSnippet(snippet: string): string {
  const words = snippet.replaceAll("**", "").split(/\s+/);
  return words.filter((word) => word !== "" && !ALONE.test(word)).join(" ");
}

function fold(word: string): string {
  return word.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
