/** Reads CSV (RFC 4180), strictly: what could be meant in two ways is refused with its line, not guessed. Pure. */
import { err, ok, type Result } from "./result.ts";

/** A record with the line that it begins on, from 1. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

export type CsvFlaw = { readonly line: number; readonly message: string };

/** Up to a comma or the line's end; quoted, with doubled quotes inside, or bare, without any. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** The records of a text; lines with nothing on them are left out. A byte order mark before the text is allowed. */
export function readCsv(text: string): Result<CsvRecord[], CsvFlaw> {
  const source = text.replace(/^\uFEFF/, "");
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let begun = 1;
  let line = 1;
  CELL.lastIndex = 0;
  while (CELL.lastIndex < source.length || cells.length > 0) {
    const match = CELL.exec(source);
    if (match === null) return err({ line, message: "a quote is not closed, or stands inside a cell without quotes" });
    const [whole, quoted, bare = "", end] = match;
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    line += whole.split("\n").length - 1;
    if (end === ",") continue;
    if (cells.length > 1 || cells[0] !== "") records.push({ line: begun, cells });
    cells = [];
    begun = line;
  }
  return ok(records);
}
