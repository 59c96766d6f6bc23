/** The count at the end of `npm test` must not be kinder than what happened. */
import { expect, test } from "vitest";
import { tallyOf } from "../../scripts/checks/vitest.ts";

const passing = { status: "passed", assertionResults: [{}] };
const report = {
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [passing],
};

test("a run counts what it reports", () => {
  expect(tallyOf(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  expect(tallyOf({ ...report, numFailedTests: 2 }, 1)).toMatchObject({ failed: 2 });
});

test("a file that cannot be loaded is a failure", () => {
  const testResults = [passing, { status: "failed", assertionResults: [] }];
  expect(tallyOf({ ...report, testResults }, 1)).toMatchObject({ failed: 1 });
});

test("no report, no tests, or an error outside of every test is a failure", () => {
  expect(tallyOf(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(tallyOf({ ...report, numPassedTests: 0 }, 0)).toMatchObject({ failed: 1 });
  expect(tallyOf(report, 1)).toMatchObject({ passed: 3, failed: 1 });
});
