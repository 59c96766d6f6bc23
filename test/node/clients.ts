/** Real MCP clients behind one shape, so that each goes through the same story. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { z } from "zod";

const resultSchema = z.object({
  isError: z.boolean().optional(),
  content: z.array(z.object({ text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
});
export type ToolResult = z.output<typeof resultSchema>;

/** What a test asks of a client. */
export type Connected = {
  readonly tools: () => Promise<string[]>;
  readonly resources: () => Promise<string[]>;
  readonly prompts: () => Promise<string[]>;
  readonly call: (name: string, args: Record<string, unknown>) => Promise<ToolResult>;
  readonly close: () => Promise<void>;
};

/** Connects to a server with a key. Rejects when the key is refused. */
export type Connect = (url: string, secret: string) => Promise<Connected>;

const INFO = { name: "a-real-client", version: "1.0.0" };

/** The clients by name. */
export const CLIENTS: Readonly<Record<string, Connect>> = {
  "SDK v1": async (url, secret) => {
    const transport = new OldTransport(new URL(`${url}/mcp`), { requestInit: bearer(secret) });
    return oldClient((client) => client.connect(transport));
  },
  "SDK v2 in the 2025 era": (url, secret) => newClient(url, secret, "legacy"),
  "SDK v2 in the 2026 era": (url, secret) => newClient(url, secret, { pin: "2026-07-28" }),
  "SDK v2 finding out the era": (url, secret) => newClient(url, secret, "auto"),
  "mcp-remote over stdio": async (url, secret) => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: ["node_modules/mcp-remote/dist/proxy.js", `${url}/mcp`, "--allow-http", "--header", "Authorization:${KEY}"],
      env: { ...paths(), KEY: `Bearer ${secret}` },
      stderr: "ignore",
    });
    return oldClient((client) => client.connect(transport));
  },
};

/** An environment in which a command line tool finds Node and nobody's settings. */
export function paths(): Record<string, string> {
  const home = mkdtempSync(join(tmpdir(), "latchkey-client-"));
  return { PATH: process.env["PATH"] ?? "", HOME: home, MCP_REMOTE_CONFIG_DIR: home };
}

function bearer(secret: string): RequestInit {
  return { headers: { Authorization: `Bearer ${secret}` } };
}

type Mode = "legacy" | "auto" | { readonly pin: string };

async function newClient(url: string, secret: string, mode: Mode): Promise<Connected> {
  const client = new Client(INFO, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: bearer(secret) }));
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    prompts: async () => (await client.listPrompts()).prompts.map(({ name }) => name),
    call: async (name, args) => resultSchema.parse(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  };
}

async function oldClient(connect: (client: OldClient) => Promise<void>): Promise<Connected> {
  const client = new OldClient(INFO);
  await connect(client);
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    prompts: async () => (await client.listPrompts()).prompts.map(({ name }) => name),
    call: async (name, args) => resultSchema.parse(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  };
}
