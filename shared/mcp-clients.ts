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

type ClientFacts = Described & (SignsIn | TakesKeysAlone);

type Described = {
  readonly id: string;
  readonly label: string;
  readonly group: ClientGroup;
  /** Who calls the server: this machine, or the vendor's, which reach public https addresses alone. */
  readonly calls: "machine" | "cloud";
  readonly verified: Verified;
  /** How it comes by a key: inline or by a variable, inline alone, or it asks for it. */
  readonly takes: "either" | "inline" | "prompt";
};

/** Given the address alone, it has its person sign in with a browser; the value says how that is known. */
type SignsIn = { readonly signsIn: Verified; readonly best: "key" | "sign-in" };
/** Whether it can sign in is not known. */
type TakesKeysAlone = { readonly signsIn: null; readonly best: "key" };

/** A key works where there is no browser too, so it is the way to begin with unless its vendor knows a better one. */
const KEYS_ALONE = { signsIn: null, best: "key" } as const;
/** Its vendor documents signing in, and no way for a key that works for everybody. */
const SIGNS_IN_BEST = { signsIn: "docs", best: "sign-in" } as const;

const AGENT = { ...KEYS_ALONE, group: "agents", calls: "machine" } as const;
const EDITOR = { ...KEYS_ALONE, group: "editors", calls: "machine" } as const;
const LOCAL_CHAT = { ...KEYS_ALONE, group: "chat apps", calls: "machine", verified: "docs", takes: "inline" } as const;
const CLOUD_CHAT = { ...KEYS_ALONE, group: "chat apps", calls: "cloud", verified: "docs", takes: "inline" } as const;
const CLOUD_AUTOMATION = {
  ...KEYS_ALONE,
  group: "automation",
  calls: "cloud",
  verified: "docs",
  takes: "inline",
} as const;
const CODE = { ...KEYS_ALONE, group: "code", calls: "machine", verified: "run", takes: "either" } as const;

/** Every client, in the order in which a page shows them. */
export const MCP_CLIENTS = [
  { id: "claude-code", label: "Claude Code", ...AGENT, verified: "run", takes: "either", signsIn: "run" },
  { id: "codex", label: "Codex", ...AGENT, verified: "run", takes: "either", signsIn: "run" },
  { id: "gemini-cli", label: "Gemini CLI", ...AGENT, verified: "run", takes: "either", signsIn: "run" },
  { id: "copilot-cli", label: "GitHub Copilot CLI", ...AGENT, verified: "run", takes: "either", signsIn: "docs" },
  { id: "opencode", label: "opencode", ...AGENT, verified: "run", takes: "either", signsIn: "run" },
  { id: "cline", label: "Cline", ...AGENT, verified: "run", takes: "inline" },
  { id: "goose", label: "Goose", ...AGENT, verified: "source", takes: "inline", signsIn: "docs" },
  { id: "kiro", label: "Kiro", ...AGENT, verified: "docs", takes: "either" },
  { id: "kilo-code", label: "Kilo Code", ...AGENT, verified: "docs", takes: "inline" },
  { id: "warp", label: "Warp", ...AGENT, verified: "docs", takes: "inline" },
  { id: "cursor", label: "Cursor", ...EDITOR, verified: "docs", takes: "either", signsIn: "docs" },
  { id: "vscode", label: "VS Code", ...EDITOR, verified: "source", takes: "prompt", signsIn: "docs" },
  { id: "windsurf", label: "Windsurf and Devin", ...EDITOR, verified: "docs", takes: "either", signsIn: "docs" },
  { id: "zed", label: "Zed", ...EDITOR, verified: "docs", takes: "inline", signsIn: "docs" },
  { id: "jetbrains", label: "JetBrains AI Assistant", ...EDITOR, verified: "docs", takes: "inline" },
  { id: "claude-desktop", label: "Claude Desktop", ...LOCAL_CHAT, ...SIGNS_IN_BEST },
  { id: "claude-ai", label: "Claude on the web and phone", ...CLOUD_CHAT, ...SIGNS_IN_BEST },
  { id: "chatgpt", label: "ChatGPT", ...CLOUD_CHAT, ...SIGNS_IN_BEST },
  { id: "lm-studio", label: "LM Studio", ...LOCAL_CHAT },
  { id: "raycast", label: "Raycast", ...LOCAL_CHAT, signsIn: "docs" },
  // Often on a machine of one's own, which may well reach what the internet cannot.
  {
    id: "n8n",
    label: "n8n",
    ...KEYS_ALONE,
    group: "automation",
    calls: "machine",
    verified: "run",
    takes: "inline",
    signsIn: "docs",
  },
  { id: "make", label: "Make", ...CLOUD_AUTOMATION },
  { id: "zapier", label: "Zapier", ...CLOUD_AUTOMATION },
  { id: "curl", label: "curl", ...CODE },
  { id: "typescript", label: "TypeScript", ...CODE },
  { id: "python", label: "Python", ...CODE },
] as const satisfies readonly ClientFacts[];

/** One of the clients; `takes` and `signsIn` say which forms it has. */
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
