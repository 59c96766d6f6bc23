/** Who says how each client is connected. A client without one does not compile. */
import type { McpClient } from "../mcp-clients.ts";
import { make, n8n, zapier } from "./automation.ts";
import { chatGpt, claudeAi, claudeDesktop } from "./chat-app.ts";
import { curl, python, typescript } from "./code.ts";
import { jetbrains, kiloCode, kiro, warp, windsurf, zed } from "./config-file.ts";
import type { Block, Connection, FileSecret, InlineSecret, PromptSecret, SignIn } from "./connection.ts";
import { cursor, goose, lmStudio, raycast, vscode } from "./link.ts";
import { claudeCode, cline, codex, copilotCli, geminiCli, opencode } from "./terminal.ts";

type SecretFor = { readonly either: FileSecret; readonly inline: InlineSecret; readonly prompt: PromptSecret };
type Builders = {
  readonly [Client in McpClient as Client["id"]]: (
    connection: Connection<SecretFor[Client["takes"]] | (Client["signsIn"] extends null ? never : SignIn)>,
  ) => Block[];
};

/** By client, what turns a connection into blocks. */
export const BUILDERS: Builders = {
  "claude-code": claudeCode,
  codex,
  "gemini-cli": geminiCli,
  "copilot-cli": copilotCli,
  opencode,
  cline,
  goose,
  kiro,
  "kilo-code": kiloCode,
  warp,
  cursor,
  vscode,
  windsurf,
  zed,
  jetbrains,
  "claude-desktop": claudeDesktop,
  "claude-ai": claudeAi,
  chatgpt: chatGpt,
  "lm-studio": lmStudio,
  raycast,
  n8n,
  make,
  zapier,
  curl,
  typescript,
  python,
};
