/**
 * The dashboard's static files in the folder that wrangler.toml serves. wrangler starts nothing without that folder, so
 * whatever starts a Worker asks for it first. Built again only when a source, or what was built, is not what it was.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, readFile, rm, writeFile } from "node:fs/promises";
import { stripVTControlCharacters } from "node:util";
import { run } from "./run.ts";

/** Where Vite puts them, from the root of the repository. */
export const DASHBOARD_FOLDER = "dist/dashboard";

const CONFIG = "workers/dashboard/vite.config.ts";
const STAMP = "dist/dashboard.stamp";
/** All that the result depends on. Class names come from the server-rendered pages too. */
const SOURCES = ["workers/dashboard/**/*.{ts,tsx,css,html,svg}", "workers/dashboard/web/public/*", "shared/**/*.ts"];
const LOCK_FILE = "package-lock.json";
/** File names in the manifest carry digests of what is in the files. */
const PROOFS = [`${DASHBOARD_FOLDER}/manifest.json`, `${DASHBOARD_FOLDER}/index.html`];

/** Builds where there is none at all, which is enough for whom any will do; throws with what Vite said. */
export async function ensureSomeDashboard(): Promise<void> {
  if (!PROOFS.every((path) => existsSync(path))) await buildDashboard();
}

/** Builds unless that was done already; throws with what Vite said. */
export async function ensureDashboard(): Promise<"built" | "up to date"> {
  const sources = await digestOfSources();
  const stamp = await readFile(STAMP, "utf8").catch(() => null);
  if (stamp !== null && stamp === (await stampOf(sources).catch(() => null))) return "up to date";
  await build(sources);
  return "built";
}

/** Builds whatever is there; throws with what Vite said. */
export async function buildDashboard(): Promise<void> {
  await build(await digestOfSources());
}

/** NOTE: the sources' digest was taken before: what is edited meanwhile is built again next time. */
async function build(sources: string): Promise<void> {
  await rm(STAMP, { force: true });
  const { code, output } = await run("vite", ["build", "--config", CONFIG, "--logLevel", "warn"]);
  if (code !== 0)
    throw new Error(`The dashboard does not build.
${withoutStack(output)}`);
  await writeFile(STAMP, await stampOf(sources));
}

/** What Vite says, without its own insides and colours. */
function withoutStack(output: string): string {
  const lines = stripVTControlCharacters(output).split("\n");
  return lines.filter((line) => !/^ +at /.test(line)).join("\n");
}

async function stampOf(sources: string): Promise<string> {
  const proofs = await Promise.all(PROOFS.map(async (path) => readFile(path)));
  return digestOf([sources, ...proofs]);
}

async function digestOfSources(): Promise<string> {
  const paths = new Set([LOCK_FILE]);
  for await (const path of glob(SOURCES)) paths.add(path);
  const files = [...paths].toSorted((a, b) => a.localeCompare(b));
  const texts = await Promise.all(files.map(async (path) => [path, await readFile(path)] as const));
  return digestOf(texts.flat());
}

function digestOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}
