/** Every client that `npm run clients` drives, in the order of the page. A new one is a file in `drivers/` and a row. */
import type { Driver } from "./attempt.ts";
import { aiSdk } from "./drivers/ai-sdk.ts";
import { claudeCode } from "./drivers/claude-code.ts";
import { cline } from "./drivers/cline.ts";
import { codex } from "./drivers/codex.ts";
import { copilotCli } from "./drivers/copilot-cli.ts";
import { geminiCli } from "./drivers/gemini-cli.ts";
import { inspector } from "./drivers/inspector.ts";
import { langchain } from "./drivers/langchain.ts";
import { mcpRemote } from "./drivers/mcp-remote.ts";
import { openaiAgents } from "./drivers/openai-agents.ts";
import { opencode } from "./drivers/opencode.ts";
import { sdkV1 } from "./drivers/sdk-v1.ts";
import { sdkV2 } from "./drivers/sdk-v2.ts";

export const DRIVERS: readonly Driver[] = [
  claudeCode,
  codex,
  geminiCli,
  copilotCli,
  opencode,
  cline,
  mcpRemote,
  inspector,
  langchain,
  openaiAgents,
  aiSdk,
  sdkV1,
  sdkV2,
];
