/**
 * A Worker on this machine's own D1, KV and Durable Objects, which keeps its data: what `npm start` and `npm run dev`
 * have in common. Tells what it does on stdout, a row each.
 */
import { type DevServer, startDevServer } from "./dev-server.ts";
import { ensureDashboard } from "./dashboard.ts";
import { ensureDevVars, readSetupToken } from "./dev-vars.ts";
import { migrateLocal } from "./migrate.ts";
import { isPortFree } from "./port.ts";

const VARS_FILE = ".dev.vars";
const STATE_FOLDER = process.env["LATCHKEY_STATE"] ?? ".wrangler/state";
const PORT_MAX = 65_535;

export type LocalInstance = DevServer & { readonly setupToken: string };

/** Brings secrets, database and dashboard up to date, then serves; throws what a person should know. */
export async function startInstance(port: number): Promise<LocalInstance> {
  const wrote = ensureDevVars(VARS_FILE);
  const setupToken = readSetupToken(VARS_FILE);
  row("Secrets", wrote ? `made, in ${VARS_FILE}` : `from ${VARS_FILE}`);
  const applied = await migrateLocal(STATE_FOLDER);
  row(
    "Database",
    applied === 0 ? `up to date, in ${STATE_FOLDER}` : `${applied} migrations applied, in ${STATE_FOLDER}`,
  );
  row("Dashboard", await ensureDashboard());
  const server = await startDevServer({ port, stateFolder: STATE_FOLDER, varsFile: VARS_FILE, onLog: console.error });
  return { ...server, setupToken };
}

/** `PORT`, or 8787; with `count` ports in a row free from there on. Throws what to do otherwise. */
export async function wantedPort(task: string, count = 1): Promise<number> {
  const text = process.env["PORT"] ?? "8787";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port + count - 1 > PORT_MAX) {
    throw new Error(`PORT takes a number from 1 to ${PORT_MAX + 1 - count}, as in: PORT=8788 ${task}`);
  }
  for (let taken = port; taken < port + count; taken += 1) {
    if (await isPortFree(taken)) continue;
    throw new Error(`Port ${taken} is in use. Say which to take instead: PORT=${taken + 1} ${task}`);
  }
  return port;
}

/** One line of what a task tells on its way. */
export function row(name: string, value: string): void {
  console.log(`  ${name.padEnd(11)}${value}`);
}

/** Runs `stop` at Ctrl-C and its kin, then ends the process well. */
export function whenInterrupted(stop: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void stop().then(() => process.exit(0)));
  }
}

/** What a person does first at `url`: sets up, or signs in. */
export async function whatNext(url: string, setupToken: string): Promise<string> {
  if (await isSetUp(url)) return `Sign in:  ${url}/sign-in`;
  return `Not set up yet. Open this link to make the first owner:\n\n  ${url}/setup?token=${setupToken}`;
}

async function isSetUp(url: string): Promise<boolean> {
  const response = await fetch(`${url}/setup`, { headers: { accept: "application/json" } });
  const body: unknown = response.ok ? await response.json() : null;
  return typeof body === "object" && body !== null && "set_up" in body && body.set_up === true;
}
