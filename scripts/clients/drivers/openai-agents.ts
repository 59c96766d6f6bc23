/** OpenAI's Agents SDK. */
import { libraryDriver } from "../library-driver.ts";
import { connectOpenaiAgents } from "../libraries/openai-agents.ts";
import { targetOf } from "../session.ts";

export const openaiAgents = libraryDriver({
  id: "openai-agents",
  label: "OpenAI Agents SDK",
  packages: { "@openai/agents": "0.20.0", zod: "4.6.7" },
  connectedBy: "header in `requestInit`",
  open: async (attempt) => connectOpenaiAgents(targetOf(attempt), attempt.folder),
});
