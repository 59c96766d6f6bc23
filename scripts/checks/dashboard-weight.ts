/**
 * Whether the dashboard, as the browser gets it, is light enough for a slow connection. Budgets are in kB (1000 bytes) as
 * gzip at its default level sends them; fonts are compressed already.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import { buildDashboard, DASHBOARD_FOLDER } from "../local/dashboard.ts";
import type { Check } from "./check.ts";

const INITIAL_JS_KB_MAX = 190;
const CSS_KB_MAX = 12;
/** The documentation has a style sheet of its own, and takes the fonts and tokens along. */
const DOCS_CSS_KB_MAX = 4;
const FONTS_KB_MAX = 55;
/** A page or dialog that is loaded when it is first wanted, with what is loaded for it: what it adds to the initial scripts. */
const LAZY_KB_MAX = 15;
/** What so many lazy parts have in common is the kit's: it is loaded once for all, and weighed by itself. */
const SHARED_BY_MIN = 3;

const ENTRY = "index.html";
const DOCS_ENTRY = "docs.css";

const chunkSchema = z.object({
  file: z.string(),
  css: z.array(z.string()).default([]),
  imports: z.array(z.string()).default([]),
  isDynamicEntry: z.boolean().default(false),
});
const manifestSchema = z.record(z.string(), chunkSchema);
type Manifest = z.infer<typeof manifestSchema>;

/** Builds the dashboard, and weighs what Vite's manifest lists. */
export const dashboardWeightCheck: Check = {
  name: `the dashboard builds: scripts ≤ ${INITIAL_JS_KB_MAX} kB, a lazy part ≤ ${LAZY_KB_MAX}, styles ≤ ${CSS_KB_MAX}, fonts ≤ ${FONTS_KB_MAX}`,
  findFault: async () => {
    await buildDashboard();
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(DASHBOARD_FOLDER, "manifest.json"), "utf8")));
    const faults = [...(await initialFaults(manifest)), ...(await lazyFaults(manifest))];
    return faults.length === 0 ? null : faults.join("\n");
  },
};

async function initialFaults(manifest: Manifest): Promise<string[]> {
  const chunks = Object.values(manifest);
  const docsStyle = manifest[DOCS_ENTRY]?.file;
  if (docsStyle === undefined) throw new Error(`The manifest has no ${DOCS_ENTRY}.`);
  const styles = new Set(chunks.flatMap(({ css, file }) => (file.endsWith(".css") ? [...css, file] : css)));
  styles.delete(docsStyle);
  const fonts = chunks.map(({ file }) => file).filter((file) => file.endsWith(".woff2"));
  const weights = [
    { what: "initial scripts", kB: await gzipped(scriptsOf(manifest, ENTRY)), most: INITIAL_JS_KB_MAX },
    { what: "style sheets", kB: await gzipped(styles), most: CSS_KB_MAX },
    { what: "the documentation's style sheet", kB: await gzipped([docsStyle]), most: DOCS_CSS_KB_MAX },
    { what: "fonts", kB: await plain(fonts), most: FONTS_KB_MAX },
  ];
  return weights.filter(({ kB, most }) => kB > most).map(tooHeavy);
}

async function lazyFaults(manifest: Manifest): Promise<string[]> {
  const initial = scriptsOf(manifest, ENTRY);
  const lazy = Object.keys(manifest).filter((name) => manifest[name]?.isDynamicEntry === true);
  const added = new Map(
    lazy.map((what) => [what, [...scriptsOf(manifest, what)].filter((file) => !initial.has(file))] as const),
  );
  const users = Map.groupBy([...added.values()].flat(), (file) => file);
  const isShared = (file: string): boolean => (users.get(file)?.length ?? 0) >= SHARED_BY_MIN;
  const parts = [
    ...[...added].map(([what, files]) => ({ what, files: files.filter((file) => !isShared(file)) })),
    ...[...users.keys()].filter(isShared).map((file) => ({ what: file, files: [file] })),
  ];
  const weights = await Promise.all(
    parts.map(async ({ what, files }) => ({ what, kB: await gzipped(files), most: LAZY_KB_MAX })),
  );
  return weights.filter(({ kB, most }) => kB > most).map(tooHeavy);
}

/** The files of a chunk and of everything that it imports before it runs. */
function scriptsOf(manifest: Manifest, name: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (chunk === undefined) throw new Error(`The manifest has no ${name}.`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const other of chunk.imports) scriptsOf(manifest, other, found);
  return found;
}

async function gzipped(files: Iterable<string>): Promise<number> {
  return weigh(files, (content) => gzipSync(content).length);
}

async function plain(files: Iterable<string>): Promise<number> {
  return weigh(files, (content) => content.length);
}

async function weigh(files: Iterable<string>, bytesOf: (content: Buffer) => number): Promise<number> {
  const contents = await Promise.all([...files].map(async (file) => readFile(join(DASHBOARD_FOLDER, file))));
  return contents.reduce((sum, content) => sum + bytesOf(content), 0) / 1000;
}

function tooHeavy({ what, kB, most }: { what: string; kB: number; most: number }): string {
  return `${what}: ${kB.toFixed(1)} kB, and ${most} is the most`;
}
