/** mcp-remote, started as Claude Desktop starts it from the connect helper's file, and spoken to over stdio. */
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { z } from "zod";
import { SERVER_NAME_DEFAULT } from "#shared/mcp-clients/server-name.ts";
import { helperBlocks } from "../blocks.ts";
import type { FullSession, Target } from "../session.ts";
import { sessionOver } from "./sdk-v1.ts";

/** What it prints before it waits for a browser, its own or that of another one for the same server. */
const ASKS_TO_SIGN_IN =
  /Please authorize this client|Authentication is still pending in another instance|Another instance is running the sign-in/;
const PROGRAM = "node_modules/mcp-remote/dist/proxy.js";

const entrySchema = z.object({
  command: z.literal("npx"),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
});
const fileSchema = z.object({ mcpServers: z.object({ [SERVER_NAME_DEFAULT]: entrySchema }) });

export type Proxied = Target & {
  /** The environment in which it runs, without the entry's. */
  readonly env: Readonly<Record<string, string>>;
  /** Hears what it prints beside the protocol. */
  readonly onLog?: (text: string) => void;
};

/**
 * Starts the installed one, and connects through it. Rejects when it gives up, and so do calls when it waits for
 * somebody to sign in: nobody does.
 */
export async function connectMcpRemote({ url, key, env, onLog }: Proxied): Promise<FullSession> {
  const { args, env: own } = desktopEntry(url, key);
  // `npx -y mcp-remote@…` from the registry is the installed one.
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, ...args.slice(2)],
    env: { ...env, ...own },
    stderr: "pipe",
  });
  const { promise: signIn, reject } = Promise.withResolvers<never>();
  signIn.catch(() => {});
  let printed = "";
  transport.stderr?.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
    onLog?.(chunk.toString());
    if (ASKS_TO_SIGN_IN.test(printed)) reject(new Error("it waits for somebody to sign in with a browser"));
  });
  return untilSignIn(transport, signIn);
}

async function untilSignIn(transport: StdioClientTransport, signIn: Promise<never>): Promise<FullSession> {
  try {
    const connecting = sessionOver((client) => client.connect(transport));
    const session = await Promise.race([connecting, signIn]);
    const { call } = session;
    return { ...session, call: async (name, args) => Promise.race([call(name, args), signIn]) };
  } catch (thrown) {
    await transport.close();
    throw thrown;
  }
}

/** What the helper puts into Claude Desktop's file; without a key, the same without its header. */
function desktopEntry(url: string, key: string | null): z.output<typeof entrySchema> {
  const credential = key === null ? ({ kind: "inline", key: "none" } as const) : ({ kind: "inline", key } as const);
  const [file] = helperBlocks("claude-desktop", url, credential).flatMap((block) =>
    block.kind === "file" ? [block] : [],
  );
  const entry = fileSchema.parse(JSON.parse(file?.text ?? "null")).mcpServers[SERVER_NAME_DEFAULT];
  return key === null ? { ...entry, args: entry.args.slice(0, -2), env: {} } : entry;
}
