/** LangChain's adapters for MCP, in JavaScript. */
import { z } from "zod";
import { SERVER_NAME_DEFAULT } from "#shared/mcp-clients/server-name.ts";
import { bearer, type Session, type Target, toolResult } from "../session.ts";
import { classSchema, loadInstalled } from "./installed-package.ts";

type LangChainTool = { readonly name: string; readonly invoke: (args: object) => Promise<unknown> };
type LangChainClient = { readonly getTools: () => Promise<LangChainTool[]>; readonly close: () => Promise<void> };

const moduleSchema = z.object({ MultiServerMCPClient: classSchema<LangChainClient>() });

/** Connects over HTTP. Rejects when the key is refused. */
export async function connectLangChain({ url, key }: Target, folder: string): Promise<Session> {
  const { MultiServerMCPClient } = moduleSchema.parse(await loadInstalled(folder, "@langchain/mcp-adapters"));
  const entry = { transport: "http", url, headers: bearer(key) };
  const client = new MultiServerMCPClient({ mcpServers: { [SERVER_NAME_DEFAULT]: entry } });
  const tools = await client.getTools();
  return {
    tools: async () => tools.map(({ name }) => name),
    call: async (name, args) => {
      const answer = await tools.find((tool) => tool.name === name)?.invoke(args);
      // A tool of LangChain's answers with text, and throws for an error.
      return toolResult({ content: [{ text: typeof answer === "string" ? answer : JSON.stringify(answer) }] });
    },
    close: () => client.close(),
  };
}
