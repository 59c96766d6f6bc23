/** What a run found, for a person to read. */
import type { Findings } from "./campaign.ts";
import { isUse } from "./judge.ts";
import { LOSABLE_MS } from "./usage-bound.ts";

/** How many broken promises of a kind are told; the rest is counted. */
const TOLD_MAX = 10;

/** What was promised and did not hold, in words; empty when all held. */
export function brokenPromises({ verdict, ledger, usage }: Findings): string[] {
  const unflushed = ledger.isWaiting ? ["a gate still has usage that did not reach D1"] : [];
  return [...verdict.broken, ...ledger.broken, ...usage.broken, ...unflushed];
}

/** The report, line by line. */
export function reportLines(findings: Findings): string[] {
  const { facts, aims, verdict, ledger, usage } = findings;
  const acts = facts.filter((fact) => fact.fact === "act");
  const found = acts.filter((act) => !act.acknowledged).length;
  const uses = facts.filter(isUse);
  const refused = uses.filter((use) => use.outcome.kind === "refused").length;
  const broken = brokenPromises(findings);
  return [
    "",
    `Deaths     ${aims.length}: ${countOf(aims)}`,
    `Acts       ${acts.length} made (${countOf(acts.map((act) => act.action))}); ${found} of them unacknowledged`,
    `Requests   ${uses.length}: ${uses.length - refused - verdict.unavailable} passed, ${refused} refused, ${verdict.unavailable} unavailable`,
    `           ${verdict.explained} of ${uses.length - verdict.unavailable} answers are what was acknowledged`,
    `Writes     ${ledger.keys} keys in D1, with audit entries and changes; ${ledger.unclaimed} that nobody was told of`,
    `Usage      ${usage.seen} answers seen, ${usage.counted} counted: ${usage.lost} lost, of at most ${usage.losable}`,
    `           (answers of the last ${LOSABLE_MS / 1000} s before each death); ${usage.unseen} requests had no answer`,
    "",
    ...(broken.length === 0 ? ["Every promise held."] : [`${broken.length} promises were broken:`]),
    ...broken.slice(0, TOLD_MAX).map((text) => `  ✗ ${text}`),
    ...(broken.length > TOLD_MAX ? [`  … and ${broken.length - TOLD_MAX} more`] : []),
  ];
}

function countOf(names: readonly string[]): string {
  const groups = Map.groupBy(names, (name) => name);
  return [...groups].map(([name, { length }]) => `${length} ${name}`).join(", ");
}
