/** The MCP SDK, version 1, over any of its transports. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { bearer, type FullSession, type Target, toolResult } from "../session.ts";

/** Connects over HTTP. Rejects when the key is refused. */
export async function connectSdkV1({ url, key }: Target): Promise<FullSession> {
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: bearer(key) } });
  return sessionOver((client) => client.connect(transport));
}

/** A session over whatever `connect` connects the client to. */
export async function sessionOver(connect: (client: Client) => Promise<void>): Promise<FullSession> {
  const client = new Client({ name: "a-real-client", version: "1.0.0" });
  await connect(client);
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    prompts: async () => (await client.listPrompts()).prompts.map(({ name }) => name),
    call: async (name, args) => toolResult(await client.callTool({ name, arguments: { ...args } })),
    close: () => client.close(),
  };
}
