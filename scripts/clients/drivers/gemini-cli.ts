/** Gemini CLI, by its command. */
import { join } from "node:path";
import { terminalDriver } from "../terminal-driver.ts";

/** Beside the file that its command writes. */
const SETTINGS = "system-settings.json";

export const geminiCli = terminalDriver({
  id: "gemini-cli",
  packages: { "@google/gemini-cli": "0.61.0" },
  connectedBy: "`gemini mcp add`",
  takesVariable: true,
  env: (model, home) => ({
    GOOGLE_GEMINI_BASE_URL: model,
    GEMINI_API_KEY: "scripted",
    GEMINI_TELEMETRY_ENABLED: "false",
    GEMINI_CLI_TRUST_WORKSPACE: "true",
    GEMINI_CLI_SYSTEM_SETTINGS_PATH: join(home, SETTINGS),
  }),
  settings: {
    [SETTINGS]: {
      security: { auth: { selectedType: "gemini-api-key" } },
      privacy: { usageStatisticsEnabled: false },
      general: { enableAutoUpdate: false },
    },
  },
  lines: () => ["gemini mcp list", 'gemini --skip-trust --yolo -m gemini-2.5-pro -p "Look at my events."'],
});
