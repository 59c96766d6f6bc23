/** Tables in Markdown. */

/** A heading, a sentence of what is measured, and rows under their columns. */
export function table(about: {
  readonly heading: string;
  readonly says: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}): string {
  const { heading, says, columns, rows } = about;
  return [
    `### ${heading}`,
    says,
    [line(columns), line(columns.map((_column, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join(
      "\n",
    ),
  ].join("\n\n");
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.map(cell).join(" | ")} |`;
}

/** Whole numbers with thin groups, others with as many digits as say something. */
function cell(value: string | number): string {
  if (typeof value === "string") return value;
  if (value >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString("en").replaceAll(",", " ");
  return value.toPrecision(2);
}
