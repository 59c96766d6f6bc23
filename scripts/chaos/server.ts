/** The server that is killed: `npm start`'s own, with secrets, settings and state in a folder that is thrown away. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { RATE_BURST_MAX, RATE_PER_MINUTE_MAX } from "#shared/limits.ts";
import { createdKeySchema } from "#shared/management/keys.ts";
import { ensureSomeDashboard } from "../local/dashboard.ts";
import { type DevServer, startDevServer } from "../local/dev-server.ts";
import { ensureDevVars, readSetupToken } from "../local/dev-vars.ts";
import { migrateLocal } from "../local/migrate.ts";
import { freePort, isPortFree } from "../local/port.ts";
import { ask } from "./ask.ts";

/** A lease that outlives several lives: a gate wakes within it, and must know what it knew. */
export const LEASE_MS = 60_000;
/** How soon a gate flushes what it has journaled. */
export const FLUSH_MS = 1000;

const SETTINGS = `
LEASE_SECONDS=${LEASE_MS / 1000}
USAGE_FLUSH_SECONDS=${FLUSH_MS / 1000}
# So that a push goes to more than one.
GATES_PER_REGION=2
`;

/** wrangler's own recordings of a local server take half of its time, and nobody looks at them here. */
const UNRECORDED = { X_LOCAL_OBSERVABILITY: "false", X_LOCAL_EXPLORER: "false" };

export type Site = {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  /** What the Worker logged in all its lives. */
  readonly log: readonly string[];
  /** Starts it on the state that is there; resolves when it answers. */
  readonly start: () => Promise<DevServer>;
  readonly discard: () => void;
};

/** Prepares everything and starts nothing. */
export async function newSite(wantedPort: number): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-chaos-"));
  const discard = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", discard);
  Object.assign(process.env, UNRECORDED);
  const [varsFile, configFile] = [join(folder, "vars"), join(folder, "wrangler.toml")];
  ensureDevVars(varsFile);
  appendFileSync(varsFile, SETTINGS);
  // Elsewhere than the project, because wrangler cannot clean up after itself when it is killed.
  writeFileSync(configFile, fromElsewhere(readFileSync("wrangler.toml", "utf8")));
  await ensureSomeDashboard();
  await migrateLocal(folder);
  const port = wantedPort === 0 ? await freePort() : wantedPort;
  const log: string[] = [];
  const options = { port, stateFolder: folder, varsFile, configFile, onLog: (line: string) => log.push(line) };
  const start = async (): Promise<DevServer> => {
    // The processes of the life before are dead, but may not be buried yet.
    while (!(await isPortFree(port))) await sleep(20);
    return startDevServer(options);
  };
  return { folder, port, url: `http://localhost:${port}`, log, start, discard };
}

/** The same configuration, with the files it names found from anywhere. */
function fromElsewhere(config: string): string {
  return config.replaceAll(/^(main|directory|migrations_dir) = "(.+)"$/gm, (_line, name: string, path: string) => {
    return `${name} = ${JSON.stringify(resolve(path))}`;
  });
}

const setUpSchema = createdKeySchema.extend({ workspace: z.object({ id: z.string() }) });

/** What the server's first owner has. */
export type Owner = { readonly workspace: string; readonly manager: string };

/** Sets the server up, and makes a management key that is never refused for haste. */
export async function setUp(site: Site): Promise<Owner> {
  const body = {
    setup_token: readSetupToken(join(site.folder, "vars")),
    owner: { name: "Ada", email: "ada@example.com", password: "correct horse battery staple" },
    workspace: { name: "Chaos" },
  };
  const first = setUpSchema.parse(await made(`${site.url}/v1/setup`, "", body));
  const wanted = {
    name: "Management",
    scopes: ["keys:manage"],
    workspaces: [first.workspace.id],
    rate_limit: { per_minute: RATE_PER_MINUTE_MAX, burst: RATE_BURST_MAX },
  };
  const { secret } = createdKeySchema.parse(await made(`${site.url}/v1/keys`, first.secret, wanted));
  return { workspace: first.workspace.id, manager: secret };
}

async function made(url: string, key: string, body: object): Promise<unknown> {
  const answer = await ask(url, { method: "POST", key, body });
  if (typeof answer === "string" || answer.status !== 201) throw new Error(`${url}: ${JSON.stringify(answer)}`);
  return JSON.parse(answer.text);
}
