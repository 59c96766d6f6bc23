/** GitHub Copilot CLI, by its command, with a model of its user's own. */
import { terminalDriver } from "../terminal-driver.ts";

export const copilotCli = terminalDriver({
  id: "copilot-cli",
  packages: { "@github/copilot": "1.0.102" },
  connectedBy: "`copilot mcp add`",
  takesVariable: true,
  env: (model) => ({
    COPILOT_PROVIDER_BASE_URL: `${model}/v1`,
    COPILOT_PROVIDER_API_KEY: "scripted",
    COPILOT_MODEL: "scripted",
    COPILOT_OFFLINE: "true",
    COPILOT_AUTO_UPDATE: "false",
  }),
  lines: () => ['copilot -p "Look at my events." --allow-all-tools'],
});
