/** Puts a report into `docs/performance.md`, between its marks: the prose around them is a person's. */
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg, release, totalmem } from "node:os";
import { z } from "zod";
import { runOrThrow } from "../local/run.ts";
import { PEER_VERSIONS } from "./install-peers.ts";

export const PAGE = "docs/performance.md";
const BEGIN = "<!-- bench: begin -->";
const END = "<!-- bench: end -->";
const COMPARED = ["better-auth", "@better-auth/api-key", "@cloudflare/workers-oauth-provider"] as const;
const GIB = 1024 ** 3;

/** Replaces what is between the marks; throws where they are not there. */
export async function writePage(report: string, conditions: string): Promise<void> {
  const page = await readFile(PAGE, "utf8");
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`${PAGE} has lost its marks ${BEGIN} and ${END}`);
  const before = page.slice(0, begin + BEGIN.length);
  await writeFile(PAGE, `${before}\n\n${conditions}\n\n${report}\n${page.slice(end)}`);
  await runOrThrow("oxfmt", [PAGE]);
}

/** Date, machine, versions, and how busy the machine was before the bench began. */
export function describeConditions({ rounds, sliceMs }: { readonly rounds: number; readonly sliceMs: number }): string {
  const processors = cpus();
  const machine = `${processors.length} × ${processors[0]?.model.trim() ?? "unknown CPU"}`;
  const memory = `${Math.round(totalmem() / GIB)} GiB`;
  const [load = 0] = loadavg();
  const versions = lockedVersions(["workerd", "wrangler", "hono", "zod", "@modelcontextprotocol/server"]);
  const peers = COMPARED.map((name) => `${name} ${PEER_VERSIONS[name]}`).join(", ");
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${rounds} rounds of ${sliceMs} ms a subject, 8 connections.`,
    `Machine: ${machine}, ${memory}, Linux ${release()}, load average ${load.toFixed(1)} at the start.`,
    `Versions: Node ${process.versions.node}, ${versions}; peers: ${peers}.`,
  ].join(" ");
}

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

/** As the lock file says it, which is what `npm` tasks install. */
function lockedVersions(names: readonly string[]): string {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
  return names.map((name) => `${name} ${packages[`node_modules/${name}`]?.version ?? "unknown"}`).join(", ");
}
