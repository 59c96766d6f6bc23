/** The MCP Inspector's command line. */
import { homeEnv } from "../home.ts";
import { libraryDriver } from "../library-driver.ts";
import { connectInspector } from "../libraries/inspector.ts";
import { targetOf } from "../session.ts";

export const inspector = libraryDriver({
  id: "inspector",
  label: "MCP Inspector CLI",
  packages: {},
  ours: "@modelcontextprotocol/inspector",
  connectedBy: "`--header`",
  open: async (attempt) => connectInspector({ ...targetOf(attempt), env: homeEnv(attempt.home, attempt.folder) }),
});
