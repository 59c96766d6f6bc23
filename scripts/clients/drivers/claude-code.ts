/** Claude Code, by its command. */
import { terminalDriver } from "../terminal-driver.ts";

export const claudeCode = terminalDriver({
  id: "claude-code",
  packages: { "@anthropic-ai/claude-code": "2.1.330" },
  connectedBy: "`claude mcp add`",
  takesVariable: true,
  env: (model) => ({
    ANTHROPIC_BASE_URL: model,
    ANTHROPIC_API_KEY: "scripted",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_AUTOUPDATER: "1",
    ENABLE_TOOL_SEARCH: "false",
  }),
  lines: () => ['claude -p "Look at my events." --allowedTools mcp__latchkey --model sonnet'],
});
