/** Vercel's AI SDK: its MCP client. */
import { createMCPClient } from "@ai-sdk/mcp";
import { bearer, type FullSession, type Target, toolResult } from "../session.ts";

/** Connects over HTTP. Rejects when the key is refused. */
export async function connectAiSdk({ url, key }: Target): Promise<FullSession> {
  const client = await createMCPClient({ transport: { type: "http", url, headers: bearer(key) } });
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    prompts: async () => (await client.listPrompts()).prompts.map(({ name }) => name),
    call: async (name, args) => toolResult(await client.callTool({ name, arguments: { ...args } })),
    close: () => client.close(),
  };
}
