/** LangChain's adapters. */
import { libraryDriver } from "../library-driver.ts";
import { connectLangChain } from "../libraries/langchain.ts";
import { targetOf } from "../session.ts";

export const langchain = libraryDriver({
  id: "langchain",
  label: "LangChain MCP adapters",
  packages: { "@langchain/mcp-adapters": "1.1.4", "@langchain/core": "1.4.0" },
  connectedBy: "`headers` of its server",
  open: async (attempt) => connectLangChain(targetOf(attempt), attempt.folder),
});
