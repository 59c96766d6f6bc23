/**
 * `npm run simulate -- --schedules N --seed S [--variant "…"]`: the protocol of verification under faults, by chance and
 * repeatably. docs/testing.md says how to read what it prints.
 */
import { parseArgs } from "node:util";
import { type Report, simulate, type Wish } from "./simulation/simulate.ts";

const SCHEDULES = 20_000;

const { values } = parseArgs({
  options: { schedules: { type: "string" }, seed: { type: "string" }, variant: { type: "string" } },
});
const wish: Wish = {
  schedules: wholeNumber("schedules", values.schedules) ?? SCHEDULES,
  seed: wholeNumber("seed", values.seed) ?? 1,
  variant: values.variant ?? null,
};
const startedAt = Date.now();
print(await simulate(wish));

function print({ coverage, failure }: Report): void {
  for (const [counter, count] of Object.entries(coverage))
    console.log(`${String(count).padStart(10)}  ${wordsOf(counter)}`);
  const seconds = (Date.now() - startedAt) / 1000;
  if (failure === null) {
    console.log(`\nAll as promised, in ${coverage.schedules} schedules and ${seconds.toFixed(1)} s.`);
    return;
  }
  process.exitCode = 1;
  console.log(`\n${failure.timeline}\n`);
  for (const { kind, what, atMs } of failure.faults) console.log(`Broken (${kind}) at ${atMs.toFixed(1)}: ${what}`);
  const variant = wish.variant === null ? "" : ` --variant "${wish.variant}"`;
  console.log(`\nAgain: npm run simulate -- --seed ${failure.seed} --schedules 1${variant}`);
}

/** "kvReads" as people say it: "kv reads". */
function wordsOf(counter: string): string {
  return counter.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function wholeNumber(name: string, given: string | undefined): number | null {
  if (given === undefined) return null;
  if (!/^\d{1,9}$/.test(given) || (name === "schedules" && Number(given) === 0)) {
    throw new Error(`--${name} is a whole number, not "${given}"`);
  }
  return Number(given);
}
