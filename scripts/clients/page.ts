/** Puts what clients saw into `docs/clients.md`, between its marks: the prose around them is a person's. */
import { readFile, writeFile } from "node:fs/promises";
import { runOrThrow } from "../local/run.ts";
import { BY_HAND, BY_HAND_ON } from "./by-hand.ts";
import type { Judged, Verdict } from "./judge.ts";
import type { ClientResult } from "./result.ts";
import { type Scenario, SCENARIOS } from "./scenarios.ts";

export const PAGE = "docs/clients.md";
const BEGIN = "<!-- clients: begin -->";
const END = "<!-- clients: end -->";

const SHORT: Readonly<Record<Verdict, string>> = {
  works: "works",
  sentence: "our sentence",
  log: "**its log only**",
  "sign-in": "**a sign-in**",
  own: "**its own words**",
  silent: "**nothing**",
  broken: "**broken**",
};

/** Replaces what is between the marks, by what was driven and what was seen by hand; throws where they are not there. */
export async function writePage(driven: readonly ClientResult[]): Promise<void> {
  const page = await readFile(PAGE, "utf8");
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`${PAGE} has lost its marks ${BEGIN} and ${END}`);
  await writeFile(
    PAGE,
    `${page.slice(0, begin + BEGIN.length)}\n\n${reportText([...driven, ...BY_HAND])}\n\n${page.slice(end)}`,
  );
  await runOrThrow("oxfmt", [PAGE]);
}

/** The tables: which client, then for each scenario what is finally seen. */
function reportText(results: readonly ClientResult[]): string {
  const date = new Date().toISOString().slice(0, 10);
  const head = `Run on ${date}, Node ${process.versions.node}, Linux; n8n by hand on ${BY_HAND_ON}.`;
  return [head, summary(results), ...SCENARIOS.filter(({ refusal }) => refusal !== null).map(seenIn(results))].join(
    "\n\n",
  );
}

function summary(results: readonly ClientResult[]): string {
  const rows = results.map(({ label, version, connectedBy, judged }) => [
    `${label} ${version}`,
    connectedBy,
    ...SCENARIOS.map(({ id }) => short(judged[id])),
  ]);
  return table(["client", "connected by", ...SCENARIOS.map(({ label }) => label)], rows);
}

function short(judged: Judged | undefined): string {
  return judged === undefined ? "–" : SHORT[judged.verdict];
}

function seenIn(results: readonly ClientResult[]): (scenario: Scenario) => string {
  return ({ id, label, goesWrong }) => {
    const who = goesWrong === "in session" ? "What the model, or the program, is given" : "What is printed or thrown";
    const rows = results.flatMap((result) => {
      const seen = result.judged[id];
      return seen === undefined ? [] : [[result.label, cell(seen)]];
    });
    return `### ${label.charAt(0).toUpperCase()}${label.slice(1)}\n\n${table(["client", who], rows)}`;
  };
}

function cell({ verdict, words }: Judged): string {
  const text = words === "" ? "" : `\`\` ${words.replaceAll("|", "\\|").replaceAll("``", "` `")} \`\``;
  return verdict === "sentence" ? text : [SHORT[verdict], text].filter((part) => part !== "").join(": ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
