/** The tables of docs/consistency.md, section "Faults": what a caller gets, and the tests that show it. */
import { glob, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Cell, FAULTS, type Moment, type Way, WAYS } from "#test/faults/matrix.ts";

const PAGE = "docs/consistency.md";
const BEGIN = "<!-- From here on: test/faults/matrix.ts, by npm run generate. -->";
const END = "<!-- Until here. -->";

/** The page as it is, with the tables as they should be. Throws when a cell names a test that is not there. */
export async function consistencyPage(): Promise<string> {
  const page = await readFile(PAGE, "utf8");
  const [before, rest, ...more] = page.split(`${BEGIN}\n`);
  const [, after, ...ends] = rest?.split(`${END}\n`) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || ends.length > 0)
    throw new Error(`expected the tables between "${BEGIN}" and "${END}", once`);
  return `${before}${BEGIN}\n\n${await faultTables()}\n\n${END}\n${after}`;
}

async function faultTables(): Promise<string> {
  const notes = new Notes(await namedTests());
  const tables = ways().map((way) => `### ${way}\n\n${table(way, notes)}`);
  return `${tables.join("\n\n")}\n\n### The tests\n\n${notes.lines().join("\n")}`;
}

function ways(): Way[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of WAYS
  return Object.keys(WAYS) as Way[];
}

/** Rows in which nothing can happen on this way are left out. */
function table(way: Way, notes: Notes): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pairs of a moment and its words
  const moments = Object.entries(WAYS[way]) as [Moment, string][];
  const rows = Object.entries(FAULTS)
    .filter(([, row]) => moments.some(([moment]) => "test" in row[moment]))
    .map(([fault, row]) => [fault].concat(moments.map(([moment]) => inWords(row[moment], notes))));
  return aligned([["fault", ...moments.map(([, words]) => words)], ...rows]);
}

function inWords(cell: Cell, notes: Notes): string {
  return "apart" in cell ? `– ${cell.apart}` : `${cell.gets} (${notes.numberOf(cell.test)})`;
}

/** As the formatter would have it. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[], filler = " "): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, filler)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [
    line(head),
    line(
      head.map(() => ""),
      "-",
    ),
    ...body.map((row) => line(row)),
  ].join("\n");
}

/** The tests that cells name, each with a number. */
class Notes {
  readonly #files: ReadonlyMap<RegExp, string>;
  readonly #numbered: string[] = [];

  constructor(files: ReadonlyMap<RegExp, string>) {
    this.#files = files;
  }

  numberOf(test: string): number {
    if (!this.#numbered.includes(test)) this.#numbered.push(test);
    return this.#numbered.indexOf(test) + 1;
  }

  lines(): string[] {
    return this.#numbered.map(
      (test, index) => `${index + 1}. ${test} ([${this.#fileOf(test)}](../test/faults/${this.#fileOf(test)}))`,
    );
  }

  #fileOf(test: string): string {
    const files = new Set([...this.#files].flatMap(([name, file]) => (name.test(test) ? [file] : [])));
    const [file, ...others] = files;
    if (file === undefined) throw new Error(`no test is named "${test}"`);
    if (others.length > 0) throw new Error(`several tests are named "${test}": ${[...files].join(", ")}`);
    return file;
  }
}

/** The names of tests as they are written, with a gap for whatever is filled in when they run. */
async function namedTests(): Promise<Map<RegExp, string>> {
  const named = new Map<RegExp, string>();
  for await (const path of glob("test/faults/*.test.ts")) {
    const source = await readFile(path, "utf8");
    for (const [, , name = ""] of source.matchAll(TEST_NAME)) named.set(asPattern(name), basename(path));
  }
  return named;
}

const TEST_NAME = /^\s*test(?:\.for\([^)]*\)+)?\(\s*(["`])(.+?)\1,/gm;
const GAP = /%s|\$\{\w+\}|\$\w+/;

function asPattern(name: string): RegExp {
  return new RegExp(`^${name.split(GAP).map(literal).join(".+")}$`);
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
