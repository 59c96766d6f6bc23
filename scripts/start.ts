/** `npm start`: a local instance on this machine's own D1, KV and Durable Objects, which keeps its data. */
import { randomBytes } from "node:crypto";
import { startDevServer } from "./local/dev-server.ts";
import { ensureDevVars, readSetupToken } from "./local/dev-vars.ts";
import { migrateLocal } from "./local/migrate.ts";
import { isPortFree } from "./local/port.ts";

const VARS_FILE = ".dev.vars";
const STATE_FOLDER = process.env["LATCHKEY_STATE"] ?? ".wrangler/state";

try {
  await start(wantedPort());
} catch (thrown) {
  console.error(`\n${thrown instanceof Error ? thrown.message : String(thrown)}`);
  process.exit(1);
}

async function start(port: number): Promise<void> {
  if (!(await isPortFree(port))) {
    throw new Error(`Port ${port} is in use. Say which to take instead: PORT=${port + 1} npm start`);
  }
  console.log("Latchkey, on this machine\n");
  const wrote = ensureDevVars(VARS_FILE);
  const setupToken = readSetupToken(VARS_FILE);
  row("Secrets", wrote ? `made, in ${VARS_FILE}` : `from ${VARS_FILE}`);
  const applied = await migrateLocal(STATE_FOLDER);
  row(
    "Database",
    applied === 0 ? `up to date, in ${STATE_FOLDER}` : `${applied} migrations applied, in ${STATE_FOLDER}`,
  );
  const server = await startDevServer({ port, stateFolder: STATE_FOLDER, varsFile: VARS_FILE, onLog: console.error });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void server.stop().then(() => process.exit(0)));
  }
  row("Address", server.url);
  console.log(`\n${await whatNext(server.url, setupToken)}\n\nCtrl-C stops it; the data stays.`);
  process.exitCode = await server.ended;
}

function wantedPort(): number {
  const text = process.env["PORT"] ?? "8787";
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  console.error("PORT takes a number from 1 to 65535, as in: PORT=8788 npm start");
  return process.exit(1);
}

function row(name: string, value: string): void {
  console.log(`  ${name.padEnd(10)}${value}`);
}

async function whatNext(url: string, setupToken: string): Promise<string> {
  if (await isSetUp(url)) return `Set up already. Ask who a key is: curl ${url}/v1/me -H 'Authorization: Bearer <key>'`;
  const body = {
    setup_token: setupToken,
    owner: { name: "You", email: "you@example.com", password: randomBytes(12).toString("base64url") },
    workspace: { name: "My workspace" },
  };
  return [
    "Not set up yet. The setup page:",
    `  ${url}/setup?token=${setupToken}`,
    "Or by curl; the answer shows your first key, once:",
    `  curl -sS ${url}/v1/setup -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`,
  ].join("\n\n");
}

async function isSetUp(url: string): Promise<boolean> {
  const response = await fetch(`${url}/setup`, { headers: { accept: "application/json" } });
  const body: unknown = response.ok ? await response.json() : null;
  return typeof body === "object" && body !== null && "set_up" in body && body.set_up === true;
}
