/** Lines of CSV (RFC 4180) that a spreadsheet shows and does not run. Pure. */

/** What spreadsheets take for the start of a formula; tab and carriage return they skip to find one. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** One record with its line break. A cell that reads as a formula gets an apostrophe before it. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => csvCell(cell ?? "")).join(",")}\r\n`;
}

function csvCell(text: string): string {
  const shown = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
