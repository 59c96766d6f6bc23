/** OpenAI's Agents SDK, in JavaScript: its MCP server over HTTP. */
import { z } from "zod";
import { SERVER_NAME_DEFAULT } from "#shared/mcp-clients/server-name.ts";
import { bearer, type Session, type Target, toolResult } from "../session.ts";
import { classSchema, loadInstalled } from "./installed-package.ts";

type AgentsServer = {
  readonly connect: () => Promise<void>;
  readonly listTools: () => Promise<readonly { readonly name: string }[]>;
  readonly callTool: (name: string, args: object) => Promise<unknown>;
  readonly close: () => Promise<void>;
};

const moduleSchema = z.object({ MCPServerStreamableHttp: classSchema<AgentsServer>() });

/** Connects over HTTP. Rejects when the key is refused. */
export async function connectOpenaiAgents({ url, key }: Target, folder: string): Promise<Session> {
  const { MCPServerStreamableHttp } = moduleSchema.parse(await loadInstalled(folder, "@openai/agents"));
  const server = new MCPServerStreamableHttp({ url, name: SERVER_NAME_DEFAULT, requestInit: { headers: bearer(key) } });
  await server.connect();
  return {
    tools: async () => (await server.listTools()).map(({ name }) => name),
    call: async (name, args) => toolResult({ content: await server.callTool(name, args) }),
    close: () => server.close(),
  };
}
