/**
 * The peers' packages, in a folder of their own and in exact versions: the product depends on none of them, and its
 * lock file knows none. Installed at the first run, and again when the versions here change.
 */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../local/run.ts";

const FOLDER = ".wrangler/bench-peers";

/** The newest set of better-auth whose packages accept each other, and what they ask for exactly. */
export const PEER_VERSIONS = {
  "@better-auth/api-key": "1.7.5",
  "@better-auth/core": "1.7.5",
  "@better-auth/utils": "0.4.2",
  "@cloudflare/workers-oauth-provider": "1.2.3",
  "better-auth": "1.7.5",
  "better-call": "1.4.0",
  hono: "4.13.19",
} as const;

let installing: Promise<string> | undefined;

/** Answers the folder where the peers' sources lie beside their packages; does it once. Throws with what npm said. */
export async function installPeers(): Promise<string> {
  installing ??= prepareFolder();
  return installing;
}

async function prepareFolder(): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const manifest = `${JSON.stringify({ name: "bench-peers", private: true, type: "module", dependencies: PEER_VERSIONS }, null, 2)}\n`;
  if ((await installed()) !== manifest) await install(manifest);
  // Copied, so that what they import is found in the folder's own packages before the product's.
  await cp("scripts/bench/peers", join(FOLDER, "peers"), { recursive: true });
  await cp("scripts/bench/workers/answer.ts", join(FOLDER, "workers/answer.ts"));
  return join(FOLDER, "peers");
}

/** The manifest that the packages were installed by; a broken-off install left none. */
async function installed(): Promise<string | null> {
  return readFile(join(FOLDER, "installed.json"), "utf8").catch(() => null);
}

async function install(manifest: string): Promise<void> {
  await writeFile(join(FOLDER, "package.json"), manifest);
  const args = ["install", "--prefix", FOLDER, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const { code, output } = await run("npm", args);
  if (code !== 0)
    throw new Error(`The peers could not be installed; \`--only\` takes subjects without them.\n${output}`);
  await writeFile(join(FOLDER, "installed.json"), manifest);
}
