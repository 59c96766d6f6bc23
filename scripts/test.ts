/** `npm test`: everything that must hold, to the end, whatever fails on the way. Its last line is the count. */
import { rm } from "node:fs/promises";
import { bundleCheck } from "./checks/bundle.ts";
import type { Check } from "./checks/check.ts";
import { dashboardWeightCheck } from "./checks/dashboard-weight.ts";
import { fileLengthCheck } from "./checks/file-length.ts";
import { lockFileCheck } from "./checks/lock-file.ts";
import { migrationsCheck } from "./checks/migrations.ts";
import { programCheck } from "./checks/program.ts";
import { runVitest } from "./checks/vitest.ts";

const CHECKS: readonly Check[] = [
  programCheck("format", "oxfmt", ["--check"]),
  programCheck("lint", "oxlint", []),
  programCheck("types", "tsc", ["-b"]),
  programCheck("no dead code", "knip", ["--no-progress"]),
  fileLengthCheck,
  lockFileCheck,
  // Before all that starts a Worker: its assets are the dashboard.
  dashboardWeightCheck,
  programCheck("generated files are up to date", "node", ["scripts/generate.ts", "--check"]),
  migrationsCheck,
  bundleCheck,
  programCheck("the demo's story holds", "node", ["scripts/demo.ts"]),
];

const failures: string[] = [];
for (const check of CHECKS) await perform(check);
console.log("");
await rm(".wrangler/tmp/vitest-report.json", { force: true });
const tests = await runVitest();

const passed = CHECKS.length - failures.length + tests.passed;
const failed = failures.length + tests.failed;
if (failures.length > 0) console.log(`\nFailed besides the tests: ${failures.join(" · ")}`);
console.log(`\n${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ""}`);
process.exit(failed === 0 ? 0 : 1);

async function perform(check: Check): Promise<void> {
  const startedAt = Date.now();
  const fault = await faultOf(check);
  console.log(`${fault === null ? "✓" : "✗"} ${check.name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  if (fault === null) return;
  failures.push(check.name);
  console.log(fault.trimEnd().replaceAll(/^/gm, "    "));
}

async function faultOf(check: Check): Promise<string | null> {
  try {
    return await check.findFault();
  } catch (thrown) {
    return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
}
