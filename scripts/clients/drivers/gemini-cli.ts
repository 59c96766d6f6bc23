/** Gemini CLI, by its command. */
import { terminalDriver } from "../terminal-driver.ts";

export const geminiCli = terminalDriver({
  id: "gemini-cli",
  packages: { "@google/gemini-cli": "0.61.0" },
  connectedBy: "`gemini mcp add`",
  takesVariable: true,
  env: (model) => ({
    GOOGLE_GEMINI_BASE_URL: model,
    GEMINI_API_KEY: "scripted",
    GEMINI_TELEMETRY_ENABLED: "false",
    GEMINI_CLI_TRUST_WORKSPACE: "true",
    // Relative to the folder it is started in, which is in its home.
    GEMINI_CLI_SYSTEM_SETTINGS_PATH: "../system-settings.json",
  }),
  settings: {
    "system-settings.json": {
      security: { auth: { selectedType: "gemini-api-key" } },
      privacy: { usageStatisticsEnabled: false },
      general: { enableAutoUpdate: false },
    },
  },
  lines: () => ["gemini mcp list", 'gemini --skip-trust --yolo -m gemini-2.5-pro -p "Look at my events."'],
});
