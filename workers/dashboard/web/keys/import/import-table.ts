/** From a table as people have it (CSV with a line of names) to the rows of an import, and back to a report. Pure. */
import { csvLine } from "#shared/csv-lines.ts";
import { readCsv } from "#shared/csv-records.ts";
import type { ImportedRow } from "#shared/management/import.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Workspace } from "../../api/session.ts";

/** A line of the table: what it calls the key and its owner, and what the API is sent of it. */
export type TableRow = {
  readonly line: number;
  readonly name: string;
  readonly owner: string;
  readonly sent: Readonly<Record<string, unknown>>;
};

const REQUIRED = ["name", "owner", "digest", "scopes", "workspaces"] as const;
const OPTIONAL = ["digest_algorithm", "encoding", "prefix", "hint", "expires_at"] as const;
const COLUMNS: readonly string[] = [...REQUIRED, ...OPTIONAL];

/** More than this is for a script. */
const TABLE_ROWS_MAX = 10_000;

/** What a file looks like. */
export const EXAMPLE = `${REQUIRED.join(",")},prefix\nn8n,ada@example.com,<64 hex digits>,mcp:read mcp:write,Main stage,acme_\n`;

/** The rows, or a sentence about what is wrong with the table as a whole. */
export function readTable(text: string, workspaces: readonly Workspace[]): Result<TableRow[], string> {
  const read = readCsv(text);
  if (!read.ok) return err(`Line ${read.error.line}: ${read.error.message}.`);
  const [head, ...lines] = read.value;
  if (head === undefined) return err("Paste the table, or choose its file.");
  const columns = head.cells.map((cell) => cell.trim().toLowerCase());
  const flaw = headFlaw(columns);
  if (flaw !== null) return err(flaw);
  if (lines.length === 0) return err("There is no line below the names of the columns.");
  if (lines.length > TABLE_ROWS_MAX) return err(`At most ${TABLE_ROWS_MAX} lines at a time.`);
  const uneven = lines.find(({ cells }) => cells.length !== columns.length);
  if (uneven !== undefined) {
    return err(`Line ${uneven.line} has ${uneven.cells.length} cells, and there are ${columns.length} columns.`);
  }
  return ok(
    lines.map(({ line, cells }) => {
      const cell = (name: string): string => cells[columns.indexOf(name)]?.trim() ?? "";
      return { line, name: cell("name"), owner: cell("owner"), sent: rowOf(cell, workspaces) };
    }),
  );
}

function headFlaw(columns: readonly string[]): string | null {
  const missing = REQUIRED.filter((name) => !columns.includes(name));
  if (missing.length > 0) return `The first line names the columns. Missing: ${missing.join(", ")}.`;
  if (columns.some((name) => !COLUMNS.includes(name))) return `Columns are ${COLUMNS.join(", ")}. There is another.`;
  return new Set(columns).size < columns.length ? "A column is there twice." : null;
}

/** Cells that are empty are left out; the API says what is wrong with the others. */
function rowOf(cell: (name: string) => string, workspaces: readonly Workspace[]): Readonly<Record<string, unknown>> {
  const given = ["prefix", "hint", "expires_at"].filter((name) => cell(name) !== "");
  return {
    name: cell("name"),
    owner: cell("owner"),
    digest: cell("digest"),
    digest_algorithm: cell("digest_algorithm") || "sha256",
    encoding: cell("encoding") || "hex",
    scopes: cell("scopes")
      .split(/[\s;,]+/)
      .filter(Boolean),
    workspaces: workspacesOf(cell("workspaces"), workspaces),
    ...Object.fromEntries(given.map((name) => [name, cell(name)])),
  };
}

/** `all`, or ids and names with semicolons between them. A name that two have is no name. */
function workspacesOf(text: string, workspaces: readonly Workspace[]): string | string[] {
  if (text.toLowerCase() === "all") return "all";
  return text
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const named = workspaces.filter(({ name }) => name === part);
      return named.length === 1 ? (named[0]?.id ?? part) : part;
    });
}

const REPORT_HEAD = ["line", "name", "owner", "outcome", "key_id", "errors"];

/** What became of each line, as CSV. */
export function reportOf(rows: readonly TableRow[], outcomes: readonly ImportedRow[]): string {
  const lines = rows.map((row, index) => {
    const outcome = outcomes[index];
    const errors = (outcome?.errors ?? []).map(flawText).join("; ");
    return csvLine([String(row.line), row.name, row.owner, outcome?.outcome ?? "", outcome?.key_id ?? null, errors]);
  });
  return csvLine(REPORT_HEAD) + lines.join("");
}

/** A field's flaw for people: `digest: expected 64 hexadecimal digits`. */
export function flawText({ path, message }: ImportedRow["errors"][number]): string {
  const [field] = path.split("/").slice(3);
  return field === undefined ? message : `${field}: ${message}`;
}
