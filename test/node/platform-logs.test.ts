/** What the platform itself writes down of a request: a connector URL has a key in its query. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

test("the platform's request logs carry no query strings", async () => {
  const settings = await readFile(new URL("../../wrangler.toml", import.meta.url), "utf8");
  const [, observability = ""] = settings.split(/^\[observability\]$/m);
  expect(observability.split(/^\[/m)[0]).toMatch(/^redact_query_string = true$/m);
});
