/**
 * The table of clients that can be connected: what they are called, how they come by a key, and who says how
 * (`shared/mcp-clients/`). Pure, and a leaf. The formats are those of each client's newest release on
 * `FORMATS_CHECKED_ON`; docs/connect.md says which of them were run.
 */
import { make, n8n, zapier } from "./mcp-clients/automation.ts";
import { chatGpt, claudeAi, claudeDesktop } from "./mcp-clients/chat-app.ts";
import { curl, python, typescript } from "./mcp-clients/code.ts";
import { jetbrains, kiloCode, kiro, warp, windsurf, zed } from "./mcp-clients/config-file.ts";
import type { Block, Connection, FileSecret, InlineSecret, PromptSecret } from "./mcp-clients/connection.ts";
import { cursor, goose, lmStudio, raycast, vscode } from "./mcp-clients/link.ts";
import { claudeCode, cline, codex, copilotCli, geminiCli, opencode } from "./mcp-clients/terminal.ts";

/** The day on which the formats were last held against the clients and their documentation. */
export const FORMATS_CHECKED_ON = "2026-11-22";

export type ClientGroup = "agents" | "editors" | "chat apps" | "automation" | "code";

/** The best that is known about a format: the client was run with it, its source was read, or its documentation was. */
export type Verified = "run" | "source" | "docs";

/** How a client comes by a key: inline or by a variable, inline alone, or it asks for it. */
type Taking =
  | { readonly takes: "either"; readonly build: (connection: Connection<FileSecret>) => Block[] }
  | { readonly takes: "inline"; readonly build: (connection: Connection<InlineSecret>) => Block[] }
  | { readonly takes: "prompt"; readonly build: (connection: Connection<PromptSecret>) => Block[] };

type ClientFacts = {
  readonly id: string;
  readonly label: string;
  readonly group: ClientGroup;
  /** Who calls the server: this machine, or the vendor's, which reach public https addresses alone. */
  readonly calls: "machine" | "cloud";
  readonly verified: Verified;
};

const AGENT = { group: "agents", calls: "machine" } as const;
const EDITOR = { group: "editors", calls: "machine" } as const;
const LOCAL_CHAT = { group: "chat apps", calls: "machine", verified: "docs", takes: "inline" } as const;
const CLOUD_CHAT = { group: "chat apps", calls: "cloud", verified: "docs", takes: "inline" } as const;
const CLOUD_AUTOMATION = { group: "automation", calls: "cloud", verified: "docs", takes: "inline" } as const;
const CODE = { group: "code", calls: "machine", verified: "run", takes: "either" } as const;

/** Every client, in the order in which a page shows them. */
export const MCP_CLIENTS = [
  { id: "claude-code", label: "Claude Code", ...AGENT, verified: "run", takes: "either", build: claudeCode },
  { id: "codex", label: "Codex", ...AGENT, verified: "run", takes: "either", build: codex },
  { id: "gemini-cli", label: "Gemini CLI", ...AGENT, verified: "run", takes: "either", build: geminiCli },
  { id: "copilot-cli", label: "GitHub Copilot CLI", ...AGENT, verified: "run", takes: "either", build: copilotCli },
  { id: "opencode", label: "opencode", ...AGENT, verified: "run", takes: "either", build: opencode },
  { id: "cline", label: "Cline", ...AGENT, verified: "run", takes: "inline", build: cline },
  { id: "goose", label: "Goose", ...AGENT, verified: "source", takes: "inline", build: goose },
  { id: "kiro", label: "Kiro", ...AGENT, verified: "docs", takes: "either", build: kiro },
  { id: "kilo-code", label: "Kilo Code", ...AGENT, verified: "docs", takes: "inline", build: kiloCode },
  { id: "warp", label: "Warp", ...AGENT, verified: "docs", takes: "inline", build: warp },
  { id: "cursor", label: "Cursor", ...EDITOR, verified: "docs", takes: "either", build: cursor },
  { id: "vscode", label: "VS Code", ...EDITOR, verified: "source", takes: "prompt", build: vscode },
  { id: "windsurf", label: "Windsurf and Devin", ...EDITOR, verified: "docs", takes: "either", build: windsurf },
  { id: "zed", label: "Zed", ...EDITOR, verified: "docs", takes: "inline", build: zed },
  { id: "jetbrains", label: "JetBrains AI Assistant", ...EDITOR, verified: "docs", takes: "inline", build: jetbrains },
  { id: "claude-desktop", label: "Claude Desktop", ...LOCAL_CHAT, build: claudeDesktop },
  { id: "claude-ai", label: "Claude on the web and phone", ...CLOUD_CHAT, build: claudeAi },
  { id: "chatgpt", label: "ChatGPT", ...CLOUD_CHAT, build: chatGpt },
  { id: "lm-studio", label: "LM Studio", ...LOCAL_CHAT, build: lmStudio },
  { id: "raycast", label: "Raycast", ...LOCAL_CHAT, build: raycast },
  // Often on a machine of one's own, which may well reach what the internet cannot.
  { id: "n8n", label: "n8n", group: "automation", calls: "machine", verified: "run", takes: "inline", build: n8n },
  { id: "make", label: "Make", ...CLOUD_AUTOMATION, build: make },
  { id: "zapier", label: "Zapier", ...CLOUD_AUTOMATION, build: zapier },
  { id: "curl", label: "curl", ...CODE, build: curl },
  { id: "typescript", label: "TypeScript", ...CODE, build: typescript },
  { id: "python", label: "Python", ...CODE, build: python },
] as const satisfies readonly (ClientFacts & Taking)[];

/** One of the clients; `takes` says which forms it has. */
export type McpClient = (typeof MCP_CLIENTS)[number];
export type McpClientId = McpClient["id"];

/** The client of an id. */
export function mcpClient(id: McpClientId): McpClient {
  const found = MCP_CLIENTS.find((client) => client.id === id);
  if (found === undefined) throw new Error("no such client");
  return found;
}

/** The name to give a key that is made for a client. */
export function suggestedKeyName(id: McpClientId): string {
  return mcpClient(id).label;
}
