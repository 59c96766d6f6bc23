/** The rooms of the house and who may look into which: scripts/import-rules/layers.ts. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { afterAll, expect, test } from "vitest";
import { CRUISE_OPTIONS } from "../../scripts/import-rules/rules.ts";

/** Fewer than this were not the whole house: without a TypeScript it knows, the cruiser finds nothing and is content. */
const MODULES_MIN = 200;

const folders: string[] = [];

afterAll(async () => {
  await Promise.all(folders.map(async (folder) => rm(folder, { recursive: true })));
});

test("imports go down the layers, never up, sideways or round", async () => {
  const result = await cruised(["workers", "shared"]);
  expect(violations(result)).toEqual([]);
  expect(result.summary.totalCruised).toBeGreaterThanOrEqual(MODULES_MIN);
});

const PLANTED = [
  {
    breaks: "gate-never-upward",
    files: { "workers/gate/a.ts": 'import "../changes/b.ts";', "workers/changes/b.ts": "export {};" },
  },
  {
    breaks: "gate-never-upward",
    files: {
      "workers/gate/a.ts": 'import type { B } from "../api/b.ts"; export type A = B;',
      "workers/api/b.ts": "export type B = 1;",
    },
  },
  {
    breaks: "api-never-sideways",
    files: { "workers/api/a.ts": 'import "../mcp/b.ts";', "workers/mcp/b.ts": "export {};" },
  },
  {
    breaks: "shared-is-a-leaf",
    files: { "shared/a.ts": 'import "../workers/db/b.ts";', "workers/db/b.ts": "export {};" },
  },
  { breaks: "shared-is-a-leaf", files: { "shared/a.ts": 'import "node:fs";' } },
  { breaks: "no-circles", files: { "workers/db/a.ts": 'import "./b.ts";', "workers/db/b.ts": 'import "./a.ts";' } },
  { breaks: "no-orphans", files: { "workers/db/a.ts": "export const alone = 1;" } },
  {
    breaks: "every-room-has-a-layer",
    files: { "workers/somewhere/a.ts": 'import "../db/b.ts";', "workers/db/b.ts": "export {};" },
  },
  {
    breaks: "no-drawers",
    files: { "workers/db/a.ts": 'import "./utils/b.ts";', "workers/db/utils/b.ts": "export {};" },
  },
  {
    breaks: "product-never-imports-tests-or-scripts",
    files: { "workers/db/a.ts": 'import "../../test/b.ts";', "test/b.ts": "export {};" },
  },
];

test.each(PLANTED)("a planted violation is caught: $breaks", async ({ breaks, files }) => {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-import-rules-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const result = await cruised(["."], folder);
  expect(violations(result).map((violation) => violation.split(":")[0])).toContain(breaks);
});

async function cruised(paths: string[], baseDir?: string): Promise<ICruiseResult> {
  const { output } = await cruise(paths, { ...CRUISE_OPTIONS, ...(baseDir === undefined ? {} : { baseDir }) });
  if (typeof output === "string") throw new Error("expected a result, not a report");
  return output;
}

function violations(result: ICruiseResult): string[] {
  return result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}
