/** A fresh local instance that leaves nothing behind. */
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureSomeDashboard } from "../local/dashboard.ts";
import { startDevServer } from "../local/dev-server.ts";
import { ensureDevVars, readSetupToken } from "../local/dev-vars.ts";
import { migrateLocal } from "../local/migrate.ts";
import { freePort } from "../local/port.ts";

export type Instance = {
  readonly url: string;
  readonly setupToken: string;
  /** What the Worker logged so far, for when something went wrong. */
  readonly log: readonly string[];
  readonly discard: () => Promise<void>;
};

/** Its own secrets, database and port, in a temporary folder. */
export async function freshInstance(): Promise<Instance> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-demo-"));
  // Also when somebody interrupts before there is a server to stop: the folder has secrets.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const varsFile = join(folder, "vars");
  const log: string[] = [];
  try {
    await ensureSomeDashboard();
    ensureDevVars(varsFile);
    await migrateLocal(folder);
    const port = await freePort();
    const server = await startDevServer({ port, stateFolder: folder, varsFile, onLog: (line) => log.push(line) });
    const discard = async (): Promise<void> => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    };
    return { url: server.url, setupToken: readSetupToken(varsFile), log, discard };
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true });
    throw thrown;
  }
}
