/**
 * `npm run bench`: what a key check costs, beside doing nothing and beside its peers. Prints tables; a whole run writes
 * them to docs/performance.md too.
 *
 *   npm run bench                   everything, in less than six minutes
 *   npm run bench -- --quick        two short rounds, for a look
 *   npm run bench -- --only b,f     these subjects and their baselines
 *   npm run bench -- --profile b    where the CPU time of one subject goes
 *   npm run bench -- --scale        how cost grows with what is stored; with --quick for a look
 */
import { parseArgs } from "node:util";
import { describeConditions, PAGE, writePage } from "./bench/performance-page.ts";
import { profileSubject } from "./bench/profile-subject.ts";
import { missedAims, reportText } from "./bench/report.ts";
import type { Rounds } from "./bench/rounds.ts";
import { runScale } from "./bench/scale.ts";
import { measureSideBySide } from "./bench/side-by-side.ts";

const WHOLE: Rounds = { count: 7, sliceMs: 1200, warmUpMs: 1500 };
const QUICK: Rounds = { count: 2, sliceMs: 600, warmUpMs: 600 };
const COLD_STARTS = { whole: 9, quick: 3 };

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    profile: { type: "string" },
    scale: { type: "boolean", default: false },
  },
});

if (process.platform !== "linux") {
  console.error("The bench reads CPU times from /proc, so it needs Linux.");
  process.exit(1);
}
if (options.scale) await runScale({ quick: options.quick });
else if (options.profile === undefined) await bench();
else await profileSubject(options.profile);
process.exit(0);

async function bench(): Promise<void> {
  const { quick } = options;
  const only = options.only?.split(",") ?? null;
  const rounds = quick ? QUICK : WHOLE;
  const conditions = describeConditions({ rounds: rounds.count, sliceMs: rounds.sliceMs });
  const coldStarts = quick ? COLD_STARTS.quick : COLD_STARTS.whole;
  const report = await measureSideBySide({ only, rounds, coldStarts, tell: console.error });
  const text = reportText(report);
  console.log(`${conditions}\n\n${text}`);
  for (const missed of missedAims(report.rows)) console.log(missed);
  if (quick || only !== null) return;
  await writePage(text, conditions);
  console.log(`Written to ${PAGE}.`);
}
