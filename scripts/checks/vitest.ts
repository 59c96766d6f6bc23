/** All of vitest's projects in one run, and what its report adds up to. */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { z } from "zod";

const REPORT = ".wrangler/tmp/vitest-report.json";
/** For a run that hangs; on two cores all of it takes about nine minutes. */
const TIMEOUT_MS = 25 * 60 * 1000;

/** How many of each; a file that could not even be loaded counts as one failed. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

const reportSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Runs the tests with their own output; a run that broke off, or found no test, has failed. */
export async function runVitest(): Promise<Tally> {
  const code = await vitest(["run", "--reporter=default", "--reporter=json", `--outputFile.json=${REPORT}`]);
  const report = await readFile(REPORT, "utf8").catch(() => "null");
  return tallyOf(JSON.parse(report), code);
}

/** Pure. `exitCode` tells of what no test can: errors outside of tests, a run that was ended. */
export function tallyOf(report: unknown, exitCode: number): Tally {
  const parsed = reportSchema.safeParse(report);
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  const unloadable = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = numFailedTests + unloadable.length;
  const brokeOff = failed === 0 && (exitCode !== 0 || numPassedTests === 0);
  return { passed: numPassedTests, failed: brokeOff ? 1 : failed, skipped: numPendingTests + numTodoTests };
}

async function vitest(args: readonly string[]): Promise<number> {
  return new Promise((settle) => {
    const child = spawn("vitest", args, { stdio: ["ignore", "inherit", "inherit"], timeout: TIMEOUT_MS });
    child.on("error", () => settle(127));
    child.on("close", (code) => settle(code ?? 1));
  });
}
