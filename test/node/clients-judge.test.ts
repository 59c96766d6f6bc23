/** How `npm run clients` judges what it sees: only our own advice counts, and a client that should not get in is named. */
import { expect, test } from "vitest";
import type { Seen } from "#scripts/clients/attempt.ts";
import { commandsOf, helperBlocks } from "#scripts/clients/blocks.ts";
import { judge, type Verdict } from "#scripts/clients/judge.ts";
import { masked } from "#scripts/clients/masking.ts";
import { nextSaid } from "#scripts/clients/model/script.ts";
import { type Scenario, SCENARIOS } from "#scripts/clients/scenarios.ts";

const ADVICE = "Revoked keys never work again. Create a new one.";
const TOOLS = ["mcp__latchkey__list_workspaces", "mcp__latchkey__list_events"];
const WORKSPACES = '{"data":[{"id":"ws_1","name":"Stage"}]}';

function scenario(id: string): Scenario {
  const found = SCENARIOS.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error("no such scenario");
  return found;
}

function verdict(id: string, seen: Partial<Seen>, logs: readonly string[] = []): Verdict {
  return judge(scenario(id), { tools: TOOLS, answers: [], shown: "", ...seen }, logs).verdict;
}

test("a client works only when it lists both tools and both of its calls were answered", () => {
  expect(verdict("works", { answers: [WORKSPACES, '{"data":[]}'] })).toBe("works");
  expect(verdict("works", { answers: [WORKSPACES] })).toBe("broken");
  expect(verdict("works", { answers: [WORKSPACES, "it failed"] })).toBe("broken");
  expect(verdict("works", { tools: TOOLS.slice(1), answers: [WORKSPACES, '{"data":[]}'] })).toBe("broken");
});

test("our advice counts where the model reads it, also as escaped JSON; elsewhere it is hidden", () => {
  const body = JSON.stringify({ error: { message: `API key lk_test_a…b was revoked on 2026-11-22. ${ADVICE}` } });
  expect(verdict("revoked", { answers: [WORKSPACES, `Error: ${ADVICE}`] })).toBe("sentence");
  expect(verdict("revoked", { answers: [WORKSPACES, JSON.stringify({ error: body })] })).toBe("sentence");
  expect(verdict("revoked", { answers: [WORKSPACES, "MCP error"], shown: ADVICE })).toBe("own");
  expect(verdict("revoked", { answers: [WORKSPACES, "MCP error"] }, [body])).toBe("log");
  expect(verdict("revoked", { answers: [WORKSPACES, "Sign in again: Re-authentication required"] })).toBe("sign-in");
  expect(verdict("revoked", { answers: [WORKSPACES, ""] })).toBe("silent");
});

test("whoever gets in without a good key, or never comes to the second call, is broken", () => {
  expect(verdict("wrong-key", { tools: TOOLS })).toBe("broken");
  expect(verdict("revoked", { answers: [WORKSPACES] })).toBe("broken");
  expect(verdict("wrong-key", { tools: [] })).toBe("silent");
});

test("what is kept has no key, no home and no colour", () => {
  const kept = masked(
    "\u001B[31m/home/a/b: Bearer lk_test_abcDEF123-_xyz at http://127.0.0.1:8123/mcp\u001B[0m",
    "/home/a",
  );
  expect(kept).toBe("~/b: Bearer lk_test_… at http://latchkey.example/mcp");
});

test("without a key the helper's texts are the same but for the header, and forgetting the variable leaves out one line", () => {
  const url = "http://localhost:8787/mcp";
  const lines = (credential: Parameters<typeof helperBlocks>[2]): string[] =>
    commandsOf(helperBlocks("claude-code", url, credential), credential);
  const [add = ""] = lines({ kind: "inline", key: "lk_test_k" });
  expect(lines({ kind: "none" })[0]).toBe(add.replace(' --header "Authorization: Bearer lk_test_k"', ""));
  expect(lines({ kind: "unset" })).toEqual(lines({ kind: "env", key: "lk_test_k" }).slice(1));
});

test("the scripted model calls a tool under whichever name it is offered, in order, then says the last result", () => {
  const calls = [
    { tool: "list_workspaces", args: {} },
    { tool: "list_events", args: {} },
  ];
  expect(nextSaid({ tools: TOOLS, results: [] }, calls)).toMatchObject({ kind: "call", tool: TOOLS[0] });
  expect(nextSaid({ tools: TOOLS, results: ["a"] }, calls)).toMatchObject({ kind: "call", tool: TOOLS[1] });
  expect(nextSaid({ tools: TOOLS, results: ["a", "b"] }, calls)).toMatchObject({ text: "The tool said: b" });
  expect(nextSaid({ tools: ["bash"], results: [] }, calls)).toMatchObject({ text: "There are no tools." });
});
