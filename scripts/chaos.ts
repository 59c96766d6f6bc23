/**
 * `npm run chaos [-- --kills N --seconds S --seed X]`: a real server under load, killed with SIGKILL again and again.
 * Exits with 0 only when every promise held that it was able to break.
 */
import { runCampaign } from "./chaos/campaign.ts";
import { chaosOptions } from "./chaos/options.ts";
import { brokenPromises, reportLines } from "./chaos/report.ts";
import { explain } from "./local/explain.ts";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));
try {
  const options = chaosOptions(process.argv.slice(2));
  const { kills, seconds, seed } = options;
  console.log(`Chaos: ${kills} deaths within ${seconds} s of load, seed ${seed}`);
  const findings = await runCampaign(options, console.log);
  console.log(reportLines(findings).join("\n"));
  const held = brokenPromises(findings).length === 0;
  if (!held) console.log(`\nThe Worker's last words:\n${findings.log.slice(-20).join("\n")}`);
  process.exit(held ? 0 : 1);
} catch (thrown) {
  explain(thrown);
}
