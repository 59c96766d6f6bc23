/** opencode, by its file. */
import { terminalDriver } from "../terminal-driver.ts";

export const opencode = terminalDriver({
  id: "opencode",
  packages: { "opencode-ai": "1.18.33" },
  connectedBy: "`opencode.jsonc`",
  takesVariable: true,
  env: (model) => ({
    // Beside the file, which stays as the helper wrote it.
    OPENCODE_CONFIG_CONTENT: JSON.stringify({
      autoupdate: false,
      share: "disabled",
      provider: {
        scripted: {
          npm: "@ai-sdk/openai-compatible",
          options: { baseURL: `${model}/v1`, apiKey: "scripted" },
          models: { scripted: { name: "Scripted" } },
        },
      },
    }),
    OPENCODE_DISABLE_MODELS_FETCH: "1",
    OPENCODE_DISABLE_AUTOUPDATE: "1",
  }),
  lines: () => ["opencode mcp list", 'opencode run --auto -m scripted/scripted "Look at my events."'],
});
