/** Real MCP clients by name, so that each goes through the same story. How each connects is in `scripts/clients/`. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeEnv } from "#scripts/clients/home.ts";
import { connectAiSdk } from "#scripts/clients/libraries/ai-sdk.ts";
import { connectMcpRemote } from "#scripts/clients/libraries/mcp-remote.ts";
import { connectSdkV1 } from "#scripts/clients/libraries/sdk-v1.ts";
import { connectSdkV2 } from "#scripts/clients/libraries/sdk-v2.ts";
import type { FullSession, Target } from "#scripts/clients/session.ts";

export type Connected = FullSession;

/** Connects to the server at an address without path, with a key. Rejects when the key is refused. */
export type Connect = (url: string, key: string) => Promise<Connected>;

/** The clients by name. */
export const CLIENTS: Readonly<Record<string, Connect>> = {
  "SDK v1": (url, key) => connectSdkV1(target(url, key)),
  "SDK v2 in the 2025 era": (url, key) => connectSdkV2(target(url, key), "legacy"),
  "SDK v2 in the 2026 era": (url, key) => connectSdkV2(target(url, key), { pin: "2026-07-28" }),
  "SDK v2 finding out the era": (url, key) => connectSdkV2(target(url, key), "auto"),
  "mcp-remote over stdio": (url, key) => connectMcpRemote({ ...target(url, key), env: paths() }),
  "the AI SDK": (url, key) => connectAiSdk(target(url, key)),
};

/** An environment in which a command line tool finds Node and nobody's settings. */
export function paths(): Record<string, string> {
  return homeEnv(mkdtempSync(join(tmpdir(), "latchkey-client-")), ".");
}

function target(url: string, key: string): Target {
  return { url: `${url}/mcp`, key };
}
