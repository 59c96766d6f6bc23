/** The rooms of the house and who may look into which: scripts/import-rules/layers.ts. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CRUISE_OPTIONS } from "../../scripts/import-rules/rules.ts";

/** Fewer than this were not the whole house: without a TypeScript it knows, the cruiser finds nothing and is content. */
const MODULES_MIN = 200;

/** What runs when a person signs in, or an app connects. */
const SIGN_IN =
  /node_modules\/(better-auth|@simplewebauthn|@better-auth\/(?!utils\/)|@cloudflare\/workers-oauth-provider)/;
const NOT_FOR_BROWSERS = /node_modules\/(zod|drizzle-orm|better-auth)\/|^workers\/(?!dashboard\/web\/)/;

const folders: string[] = [];
let house: ICruiseResult;

beforeAll(async () => {
  house = await cruised(["workers", "shared"]);
});

afterAll(async () => {
  await Promise.all(folders.map(async (folder) => rm(folder, { recursive: true })));
});

test("imports go down the layers, never up, sideways or round", () => {
  expect(violations(house)).toEqual([]);
  expect(house.summary.totalCruised).toBeGreaterThanOrEqual(MODULES_MIN);
});

test("a request with a key never waits for the libraries of sign-in and of OAuth to load", () => {
  const loaded = loadedBy(house, "workers/main.ts", "at once");
  expect(loaded.size).toBeGreaterThan(100);
  expect([...loaded].filter((path) => SIGN_IN.test(path))).toEqual([]);
});

test("the browser loads no schemas, and nothing of the server", () => {
  const loaded = loadedBy(house, "workers/dashboard/web/main.tsx", "ever");
  expect(loaded.size).toBeGreaterThan(50);
  expect([...loaded].filter((path) => NOT_FOR_BROWSERS.test(path))).toEqual([]);
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
  {
    breaks: "worker-never-imports-the-browser-side",
    files: { "workers/api/a.ts": 'import "../dashboard/web/ui/b.ts";', "workers/dashboard/web/ui/b.ts": "export {};" },
  },
  {
    breaks: "browser-side-runs-nothing-of-the-worker",
    files: { "workers/dashboard/web/api/a.ts": 'import "../../../api/b.ts";', "workers/api/b.ts": "export {};" },
  },
  {
    breaks: "browser-side-knows-shared-and-types-of-the-api",
    files: {
      "workers/dashboard/web/api/a.ts": 'import type { B } from "../../../keys/b.ts"; export type A = B;',
      "workers/keys/b.ts": "export type B = 1;",
    },
  },
  {
    breaks: "web/ui-never-upward",
    files: {
      "workers/dashboard/web/ui/a.ts": 'import "../keys/b.ts";',
      "workers/dashboard/web/keys/b.ts": "export {};",
    },
  },
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

/** What is loaded with a module: `at once`, or with what it imports dynamically later. Types are never loaded. */
function loadedBy({ modules }: ICruiseResult, path: string, when: "at once" | "ever"): Set<string> {
  const byPath = new Map(modules.map((module) => [module.source, module]));
  const [loaded, waiting] = [new Set<string>(), [path]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (loaded.has(next)) continue;
    loaded.add(next);
    const imports = byPath.get(next)?.dependencies ?? [];
    const followed = imports.filter(
      ({ dynamic, dependencyTypes }) => !dependencyTypes.includes("type-only") && (when === "ever" || !dynamic),
    );
    waiting.push(...followed.map(({ resolved }) => resolved));
  }
  return loaded;
}

function violations(result: ICruiseResult): string[] {
  return result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}
