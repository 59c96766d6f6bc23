/** A report as Markdown tables, for the terminal and for `docs/performance.md`. Pure. */
import type { ColdStart } from "./cold-start.ts";
import type { AimReached, Row } from "./rows.ts";
import type { Report } from "./side-by-side.ts";

type Column = { readonly title: string; readonly isNumber: boolean; readonly cell: (row: Row) => string };

const NUMBERS: readonly Column[] = [
  { title: "req/s", isNumber: true, cell: (row) => Math.round(row.requestsPerSecond).toLocaleString("en") },
  { title: "CPU µs", isNumber: true, cell: (row) => row.cpuUs.toFixed(0) },
  { title: "× baseline", isNumber: true, cell: (row) => row.ratio.toFixed(2) },
  { title: "p50 ms", isNumber: true, cell: (row) => row.p50Ms.toFixed(2) },
  { title: "p99 ms", isNumber: true, cell: (row) => row.p99Ms.toFixed(2) },
];
const COLUMNS: readonly Column[] = [
  { title: "", isNumber: false, cell: ({ subject }) => subject.id },
  { title: "subject", isNumber: false, cell: ({ subject }) => subject.title },
  ...NUMBERS,
];
const AIM: Column = { title: "aim", isNumber: false, cell: ({ aim }) => (aim === null ? "" : aimText(aim)) };
const REVOKED: Column = { title: "a revoked key is refused at once", isNumber: false, cell: revokedText };

const GROUPS = [
  { group: "keys", title: "Key checks, and the bare route they are compared with", columns: [...COLUMNS, AIM] },
  { group: "peers", title: "Peers, compared with the same bare route (a)", columns: [...COLUMNS, REVOKED] },
  { group: "mcp", title: "MCP, compared with a bare route that answers the same bytes", columns: [...COLUMNS, AIM] },
] as const;

/** All tables, each below its title. */
export function reportText({ rows, coldStarts }: Report): string {
  const groups = GROUPS.map(({ group, title, columns }) => {
    const own = rows.filter(({ subject }) => subject.group === group);
    return own.length === 0 ? "" : `### ${title}\n\n${tableText(columns, own)}\n`;
  });
  const cold = coldStarts.length === 0 ? "" : `### Cold start and bundle\n\n${coldStartText(coldStarts)}\n`;
  return [...groups, cold].filter(Boolean).join("\n");
}

/** The aims that were missed, a sentence each. */
export function missedAims(rows: readonly Row[]): string[] {
  return rows.flatMap(({ subject, aim }) => {
    if (aim === null || aim.ratio === null || aim.ratio <= aim.atMost) return [];
    return [
      `${subject.id} missed its aim: ${aim.ratio.toFixed(2)} × ${aim.of}, where at most ${aim.atMost} was wanted.`,
    ];
  });
}

function aimText({ atMost, of, ratio }: AimReached): string {
  const wanted = `≤ ${atMost} × ${of}`;
  if (ratio === null) return `${wanted}: not measured`;
  return ratio <= atMost ? `${wanted}: held` : `${wanted}: **missed**, ${ratio.toFixed(2)}`;
}

function revokedText({ subject, refusesRevoked }: Row): string {
  if (refusesRevoked === null) return "";
  if (!refusesRevoked) return "no";
  return subject.restsOnKv === true ? "not by KV's word: 60 s or more" : "yes";
}

function coldStartText(coldStarts: readonly ColdStart[]): string {
  const lines = coldStarts.map(
    ({ title, bytes, gzipBytes, minMs, medianMs }) =>
      `| ${title} | ${kib(bytes)} | ${kib(gzipBytes)} | ${minMs.toFixed(0)} | ${medianMs.toFixed(0)} |`,
  );
  const head = ["| bundle | KiB | KiB gzip | CPU ms, least | CPU ms, median |", "| --- | --: | --: | --: | --: |"];
  return [...head, ...lines].join("\n");
}

function kib(bytes: number): string {
  return (bytes / 1024).toFixed(0);
}

function tableText(columns: readonly Column[], rows: readonly Row[]): string {
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ isNumber }) => (isNumber ? "--:" : "---"))),
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row)))),
  ].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
