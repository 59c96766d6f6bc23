/** Cline's command line. */
import { terminalDriver } from "../terminal-driver.ts";

export const cline = terminalDriver({
  id: "cline",
  packages: { cline: "3.0.65" },
  connectedBy: "`cline mcp add`",
  takesVariable: false,
  env: () => ({ CLINE_TELEMETRY_DISABLED: "1", AI_SDK_LOG_WARNINGS: "false" }),
  lines: (model) => [
    `cline auth -p openai-compatible -k scripted -m scripted -b ${model}/v1`,
    'cline --auto-approve true -P openai-compatible -m scripted "Look at my events."',
  ],
});
