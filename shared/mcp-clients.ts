/**
 * The table of clients that can be connected: what they are called and how they come by a key. How each is connected is
 * in `shared/mcp-clients/`, which a page loads when it is asked. Pure, and a leaf. The formats are those of each client's newest release on
 * `FORMATS_CHECKED_ON`; docs/connect.md says which of them were run.
 */
/** The day on which the formats were last held against the clients and their documentation. */
export const FORMATS_CHECKED_ON = "2026-11-22";

export type ClientGroup = "agents" | "editors" | "chat apps" | "automation" | "code";

/** The best that is known about a format: the client was run with it, its source was read, or its documentation was. */
export type Verified = "run" | "source" | "docs";

type ClientFacts = {
  readonly id: string;
  readonly label: string;
  readonly group: ClientGroup;
  /** Who calls the server: this machine, or the vendor's, which reach public https addresses alone. */
  readonly calls: "machine" | "cloud";
  readonly verified: Verified;
  /** How it comes by a key: inline or by a variable, inline alone, or it asks for it. */
  readonly takes: "either" | "inline" | "prompt";
};

const AGENT = { group: "agents", calls: "machine" } as const;
const EDITOR = { group: "editors", calls: "machine" } as const;
const LOCAL_CHAT = { group: "chat apps", calls: "machine", verified: "docs", takes: "inline" } as const;
const CLOUD_CHAT = { group: "chat apps", calls: "cloud", verified: "docs", takes: "inline" } as const;
const CLOUD_AUTOMATION = { group: "automation", calls: "cloud", verified: "docs", takes: "inline" } as const;
const CODE = { group: "code", calls: "machine", verified: "run", takes: "either" } as const;

/** Every client, in the order in which a page shows them. */
export const MCP_CLIENTS = [
  { id: "claude-code", label: "Claude Code", ...AGENT, verified: "run", takes: "either" },
  { id: "codex", label: "Codex", ...AGENT, verified: "run", takes: "either" },
  { id: "gemini-cli", label: "Gemini CLI", ...AGENT, verified: "run", takes: "either" },
  { id: "copilot-cli", label: "GitHub Copilot CLI", ...AGENT, verified: "run", takes: "either" },
  { id: "opencode", label: "opencode", ...AGENT, verified: "run", takes: "either" },
  { id: "cline", label: "Cline", ...AGENT, verified: "run", takes: "inline" },
  { id: "goose", label: "Goose", ...AGENT, verified: "source", takes: "inline" },
  { id: "kiro", label: "Kiro", ...AGENT, verified: "docs", takes: "either" },
  { id: "kilo-code", label: "Kilo Code", ...AGENT, verified: "docs", takes: "inline" },
  { id: "warp", label: "Warp", ...AGENT, verified: "docs", takes: "inline" },
  { id: "cursor", label: "Cursor", ...EDITOR, verified: "docs", takes: "either" },
  { id: "vscode", label: "VS Code", ...EDITOR, verified: "source", takes: "prompt" },
  { id: "windsurf", label: "Windsurf and Devin", ...EDITOR, verified: "docs", takes: "either" },
  { id: "zed", label: "Zed", ...EDITOR, verified: "docs", takes: "inline" },
  { id: "jetbrains", label: "JetBrains AI Assistant", ...EDITOR, verified: "docs", takes: "inline" },
  { id: "claude-desktop", label: "Claude Desktop", ...LOCAL_CHAT },
  { id: "claude-ai", label: "Claude on the web and phone", ...CLOUD_CHAT },
  { id: "chatgpt", label: "ChatGPT", ...CLOUD_CHAT },
  { id: "lm-studio", label: "LM Studio", ...LOCAL_CHAT },
  { id: "raycast", label: "Raycast", ...LOCAL_CHAT },
  // Often on a machine of one's own, which may well reach what the internet cannot.
  { id: "n8n", label: "n8n", group: "automation", calls: "machine", verified: "run", takes: "inline" },
  { id: "make", label: "Make", ...CLOUD_AUTOMATION },
  { id: "zapier", label: "Zapier", ...CLOUD_AUTOMATION },
  { id: "curl", label: "curl", ...CODE },
  { id: "typescript", label: "TypeScript", ...CODE },
  { id: "python", label: "Python", ...CODE },
] as const satisfies readonly ClientFacts[];

/** One of the clients; `takes` says which forms it has. */
export type McpClient = (typeof MCP_CLIENTS)[number];
export type McpClientId = McpClient["id"];

/** Whether a text, of an address for one, is the id of a client. */
export function isMcpClientId(text: string): text is McpClientId {
  return MCP_CLIENTS.some(({ id }) => id === text);
}

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
