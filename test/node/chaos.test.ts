/** A short chaos, so that the program cannot rot, and that it can find fault. `npm run chaos` is the long one. */
import { expect, test } from "vitest";
import type { ActFact, Fact, KeyState, Outcome, UseFact } from "../../scripts/chaos/facts.ts";
import { judge } from "../../scripts/chaos/judge.ts";
import { compareUsage } from "../../scripts/chaos/usage-bound.ts";
import { run } from "../../scripts/local/run.ts";

test("every promise holds for a server that is killed twice under load", { timeout: 300_000 }, async () => {
  // What vitest says of secrets would win over those of the run's own file.
  const env = { PEPPER: undefined, SETUP_TOKEN: undefined };
  const { code, output } = await run("node", ["scripts/chaos.ts", "--kills", "2", "--seconds", "3"], env);
  expect(output).toContain("Every promise held.");
  expect(code).toBe(0);
});

const GOOD: KeyState = { status: "enabled", scopes: ["mcp:read"] };
const REVOKED: KeyState = { status: "revoked", scopes: ["mcp:read"] };

function act(action: ActFact["action"], state: KeyState, [begunAt, trueBy]: readonly [number, number]): ActFact {
  return { fact: "act", key: "key_1", action, state, begunAt, trueBy, acknowledged: true };
}

function use(outcome: Outcome, [begunAt, endedAt]: readonly [number, number]): UseFact {
  return { fact: "use", key: "key_1", surface: "rest", begunAt, endedAt, outcome };
}

const PASSED: Outcome = { kind: "passed", scopes: ["mcp:read"] };
const LIFE: readonly Fact[] = [act("created", GOOD, [0, 10]), act("revoked", REVOKED, [20, 30])];

test("a key that passes after its revoke was acknowledged breaks a promise, and before that it does not", () => {
  expect(judge([...LIFE, use(PASSED, [29, 40])]).broken).toEqual([]);
  expect(judge([...LIFE, use(PASSED, [31, 40])]).broken).toHaveLength(1);
});

test("a good key that is refused breaks a promise, and an outage does not", () => {
  const refused: Outcome = { kind: "refused", code: "unknown_key" };
  expect(judge([...LIFE, use(refused, [11, 12])]).broken).toHaveLength(1);
  expect(judge([...LIFE, use({ kind: "unavailable", how: "answered" }, [11, 12])]).broken).toEqual([]);
});

test("a scope that was taken away and passes breaks a promise", () => {
  const narrowed = [
    act("created", { ...GOOD, scopes: ["mcp:read", "mcp:write"] }, [0, 10]),
    act("changed", GOOD, [20, 30]),
  ];
  const wide: Outcome = { kind: "passed", scopes: ["mcp:read", "mcp:write"] };
  expect(judge([...narrowed, use(wide, [25, 40])]).broken).toEqual([]);
  expect(judge([...narrowed, use(wide, [31, 40])]).broken).toHaveLength(1);
});

test("a receipt answers for an act before it that nobody acknowledged", () => {
  const disabled: KeyState = { ...GOOD, status: "disabled" };
  const acts = [
    act("created", GOOD, [0, 10]),
    act("disabled", disabled, [20, 60_000]),
    act("revoked", REVOKED, [70, 80]),
  ];
  expect(judge([...acts, use(PASSED, [75, 76])]).broken).toEqual([]);
  expect(judge([...acts, use(PASSED, [81, 90])]).broken).toHaveLength(1);
});

test("counts that no kill explains are missing, and counts that no request explains are too many", () => {
  const uses = [use(PASSED, [1000, 1010]), use(PASSED, [9000, 9010])];
  const compare = (count: number): readonly string[] =>
    compareUsage({ uses, counted: new Map([["key_1", count]]), killedAt: [9020], givenUp: 0 }).broken;
  expect([compare(2), compare(1)]).toEqual([[], []]);
  expect(compare(0)).toHaveLength(1);
  expect(compare(3)).toHaveLength(1);
});
