/** `npm run generate`: writes every generated file. With `--check` it writes nothing and fails when one has drifted. */
import { readFile, writeFile } from "node:fs/promises";
import { BINDING_TYPES_PATH, bindingTypes } from "./generated/binding-types.ts";
import { costPage } from "./generated/cost-page.ts";
import { errorsPage } from "./generated/errors-page.ts";
import { consistencyPage } from "./generated/fault-tables.ts";
import type { GeneratedFile } from "./generated/generated-file.ts";
import { openApiDocument } from "./generated/openapi.ts";
import { permissionsPage } from "./generated/permissions-page.ts";
import { importRulesPage } from "./import-rules/table.ts";

const FILES: readonly GeneratedFile[] = [
  { path: BINDING_TYPES_PATH, render: bindingTypes },
  { path: "docs/consistency.md", render: consistencyPage },
  { path: "docs/cost.md", render: async () => Promise.resolve(costPage()) },
  { path: "docs/errors.md", render: async () => Promise.resolve(errorsPage()) },
  { path: "docs/import-rules.md", render: async () => Promise.resolve(importRulesPage()) },
  { path: "docs/openapi.json", render: openApiDocument },
  { path: "docs/permissions.md", render: async () => Promise.resolve(permissionsPage()) },
];

const checkOnly = process.argv.includes("--check");
const problems: string[] = [];
for (const file of FILES) {
  try {
    await generate(file);
  } catch (thrown) {
    problems.push(`${file.path}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);

async function generate({ path, render }: GeneratedFile): Promise<void> {
  const [before, after] = [await readFile(path, "utf8").catch(() => null), await render()];
  if (before === after) return;
  if (checkOnly) problems.push(`${path} has drifted from what it is generated from: npm run generate`);
  else {
    await writeFile(path, after);
    console.log(`wrote ${path}`);
  }
}
