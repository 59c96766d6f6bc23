/** The MCP SDK, version 2, in each of its ways to find out a server's era. */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { bearer, type FullSession, type Target, toolResult } from "../session.ts";

export type Era = "legacy" | "auto" | { readonly pin: string };

/** Connects over HTTP. Rejects when the key is refused. */
export async function connectSdkV2({ url, key }: Target, era: Era): Promise<FullSession> {
  const client = new Client({ name: "a-real-client", version: "1.0.0" }, { versionNegotiation: { mode: era } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: bearer(key) } }));
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    prompts: async () => (await client.listPrompts()).prompts.map(({ name }) => name),
    call: async (name, args) => toolResult(await client.callTool({ name, arguments: { ...args } })),
    close: () => client.close(),
  };
}
