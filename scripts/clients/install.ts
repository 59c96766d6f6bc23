/**
 * A client's packages, in a folder of its own and in exact versions: the product depends on none of them, and its lock
 * file knows none. Installed at the first run, and again when the versions change.
 */
import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { run } from "../local/run.ts";
import type { Driver } from "./attempt.ts";
import { CLIENTS_FOLDER } from "./home.ts";

/** Answers the folder; throws with what npm said. */
export async function installClient({ id, label, packages }: Driver): Promise<string> {
  const folder = join(CLIENTS_FOLDER, id);
  const manifest = `${JSON.stringify({ name: `client-${id}`, private: true, dependencies: packages }, null, 2)}\n`;
  const installed = await readFile(join(folder, "installed.json"), "utf8").catch(() => null);
  if (installed === manifest) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), manifest);
  const args = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output } = await run("npm", args);
  if (code !== 0) throw new Error(`${label} could not be installed.\n${output}`);
  await writeFile(join(folder, "installed.json"), manifest);
  return folder;
}

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

/** The version that is driven: its own, or the one of the development dependency that it is. */
export function versionOf({ packages, ours }: Driver): string {
  const [own] = Object.values(packages);
  if (own !== undefined) return own;
  const lock = lockSchema.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
  return lock.packages[`node_modules/${ours ?? ""}`]?.version ?? "unknown";
}
