/**
 * `npm run clients`: real clients, connected as the connect helper says, against the real server on this machine. Says
 * what a person or a model finally sees when all is well, and when it is not; a whole run writes docs/clients.md.
 *
 *   npm run clients                                  all of them, in about ten minutes; installs 2 GB the first time
 *   npm run clients -- --only claude-code,codex      these alone; writes nothing
 *   npm run clients -- --list                        which there are
 */
import { parseArgs } from "node:util";
import { startServer } from "#test/node/server.ts";
import type { Driver } from "./clients/attempt.ts";
import { driveClient } from "./clients/drive-client.ts";
import { DRIVERS } from "./clients/drivers.ts";
import { versionOf } from "./clients/install.ts";
import { PAGE, writePage } from "./clients/page.ts";
import type { ClientResult } from "./clients/result.ts";
import { worldOf } from "./clients/world.ts";
import { ensureSomeDashboard } from "./local/dashboard.ts";
import { explain } from "./local/explain.ts";

const HELP = `npm run clients [-- --only <id>,<id> | --list | --help]

Installs pinned clients into .wrangler/clients, connects each with what the connect helper says, against a server on
this machine, with a scripted model, in homes of their own, behind a proxy that lets nothing out. A whole run writes ${PAGE}.`;

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    list: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (options.help) console.log(HELP);
else if (options.list) for (const driver of DRIVERS) console.log(`${driver.id}  ${driver.label} ${versionOf(driver)}`);
else await main().catch(explain);

async function main(): Promise<void> {
  const chosen = chosenDrivers(options.only);
  // wrangler starts nothing without its assets.
  await ensureSomeDashboard();
  const server = await startServer();
  const results: ClientResult[] = [];
  try {
    for (const driver of chosen) results.push(await driveClient(driver, worldOf(server), console.log));
  } finally {
    await server.stop();
  }
  const wanted = results.filter((result) => result.wanted.length > 0);
  for (const result of wanted) console.log(`${result.label} wanted to reach ${result.wanted.join(", ")}.`);
  if (options.only === undefined) {
    await writePage(results);
    console.log(`Written to ${PAGE}.`);
  }
  const isBroken = results.some(({ judged }) => Object.values(judged).some(({ verdict }) => verdict === "broken"));
  process.exit(isBroken ? 1 : 0);
}

/** Those of `--only`, or all; throws for one that is not there. */
function chosenDrivers(only: string | undefined): readonly Driver[] {
  if (only === undefined) return DRIVERS;
  return only.split(",").map((id) => {
    const driver = DRIVERS.find((candidate) => candidate.id === id);
    if (driver === undefined) throw new Error(`There is no client ${id}: npm run clients -- --list`);
    return driver;
  });
}
