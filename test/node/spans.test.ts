/** Operators look spans up in docs/request-lifecycle.md: each is there, beside its step, and the code makes no other. */
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const named = [...readFileSync("workers/http/trace.ts", "utf8").matchAll(/^ {2}"(\w+)",$/gm)].map(([, name]) => name);

test("every span is named beside the step that it measures", () => {
  const page = readFileSync("docs/request-lifecycle.md", "utf8");
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("every span that has a name is made somewhere", () => {
  const code = globSync("workers/**/*.ts").map((file) => readFileSync(file, "utf8"));
  expect(named.filter((name) => !code.some((text) => text.includes(`inSpan("${name}"`)))).toEqual([]);
});
