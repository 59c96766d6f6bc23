/** Text with what a search found in it marked. Text is all it ever is. */
import type { ReactElement } from "react";
import { piecesOf } from "./search-terms.ts";

type MarkedTextProps = { readonly text: string; readonly query: string };

export function MarkedText({ text, query }: MarkedTextProps): ReactElement {
  let at = 0;
  return (
    <>
      {piecesOf(text, query).map((piece) => {
        const key = at;
        at += piece.text.length;
        return piece.isMatch ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>;
      })}
    </>
  );
}
