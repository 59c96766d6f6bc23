/** The MCP Inspector's command line: a program for each question. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { bearer, type Session, type Target, toolResult } from "../session.ts";

const LAUNCHER = "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";
const TIMEOUT_MS = 60_000;

const listSchema = z.object({ tools: z.array(z.object({ name: z.string() })) });

/** Where it runs, and what it is told besides the address and the key. */
export type Inspected = Target & { readonly env: Readonly<Record<string, string>> };

/** What it prints; rejects with what it says on stderr. */
export async function inspect({ url, key, env }: Inspected, args: readonly string[]): Promise<string> {
  const headers = Object.entries(bearer(key)).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const all = [LAUNCHER, "--cli", url, "--transport", "http", ...args, ...headers];
  const { stdout } = await promisify(execFile)(process.execPath, all, { env, timeout: TIMEOUT_MS });
  return stdout;
}

/** As a session, of which each question stands for itself. */
export function connectInspector(target: Inspected): Session {
  return {
    tools: async () => {
      const printed = await inspect(target, ["--method", "tools/list"]);
      return listSchema.parse(JSON.parse(printed)).tools.map(({ name }) => name);
    },
    call: async (name, args) => {
      const given = Object.entries(args).flatMap(([field, value]) => ["--tool-arg", `${field}=${String(value)}`]);
      return toolResult(JSON.parse(await inspect(target, ["--method", "tools/call", "--tool-name", name, ...given])));
    },
    close: async () => {},
  };
}
