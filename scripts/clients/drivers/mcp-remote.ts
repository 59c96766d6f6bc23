/** mcp-remote, by the file for Claude Desktop. */
import { homeEnv } from "../home.ts";
import { libraryDriver } from "../library-driver.ts";
import { connectMcpRemote } from "../libraries/mcp-remote.ts";
import { targetOf } from "../session.ts";

export const mcpRemote = libraryDriver({
  id: "mcp-remote",
  label: "mcp-remote",
  packages: {},
  ours: "mcp-remote",
  connectedBy: "`claude_desktop_config.json`",
  open: async (attempt, onLog) =>
    connectMcpRemote({ ...targetOf(attempt), env: homeEnv(attempt.home, attempt.folder), onLog }),
});
