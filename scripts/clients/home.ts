/** A home that nobody used before, for one try of one client. */
import { mkdir, rm } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";

/** Where clients are installed, and live. */
export const CLIENTS_FOLDER = ".wrangler/clients";

/** Makes an empty home. What was left in it by the try before is gone. */
export async function freshHome(name: string): Promise<string> {
  const home = resolve(CLIENTS_FOLDER, "homes", name);
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  return home;
}

/** An environment in which a program finds Node, the programs of `folder`, and nobody's settings. */
export function homeEnv(home: string, folder: string): Record<string, string> {
  const path = [join(resolve(folder), "node_modules/.bin"), dirname(process.execPath), "/usr/bin", "/bin"];
  return {
    PATH: path.join(delimiter),
    HOME: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_DATA_HOME: join(home, ".local/share"),
    XDG_STATE_HOME: join(home, ".local/state"),
    XDG_CACHE_HOME: join(home, ".cache"),
    MCP_REMOTE_CONFIG_DIR: join(home, ".mcp-auth"),
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
    NO_COLOR: "1",
    CI: "1",
    DO_NOT_TRACK: "1",
    DISABLE_TELEMETRY: "1",
  };
}
