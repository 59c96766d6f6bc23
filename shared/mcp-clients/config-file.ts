/** Apps that read their servers from a JSON file, or take the same JSON pasted into a form. Pure. */
import {
  anywhere,
  bearer,
  type Block,
  choose,
  type Connection,
  type FilePath,
  type FileSecret,
  type InlineSecret,
  link,
  note,
} from "./connection.ts";
import { fileJson, linkJson } from "./quoting.ts";
import { setForApp } from "./variable.ts";

const MERGE = "Already there? Add the entry to the others.";

export function windsurf(connection: Connection<FileSecret>): Block[] {
  const { name, url } = connection;
  const headers = { Authorization: bearer(connection, (variable) => `\${env:${variable}}`) };
  const text = fileJson({ mcpServers: { [name]: { serverUrl: url, headers } } });
  const cascade = anywhere("~/.codeium/windsurf/mcp_config.json");
  return [
    ...setForApp(connection, "Windsurf"),
    json(cascade, text, MERGE),
    note("Devin Desktop has it in ~/.config/devin/mcp_config.json, on Windows %APPDATA%\\devin\\mcp_config.json."),
  ];
}

/** Its link is of https, and so goes through the vendor's servers: it has a variable's name, never the key. */
export function kiro(connection: Connection<FileSecret>): Block[] {
  const { name, url, secret } = connection;
  const entry = { url, headers: { Authorization: bearer(connection, (variable) => `\${${variable}}`) } };
  const file = json(anywhere("~/.kiro/settings/mcp.json"), fileJson({ mcpServers: { [name]: entry } }), MERGE);
  if (secret.form === "inline") return [file];
  const href = `https://kiro.dev/launch/mcp/add?name=${name}&config=${linkJson(entry)}`;
  return [...setForApp(connection, "Kiro"), link(href, "Add to Kiro"), file];
}

/** Without a header Zed starts OAuth. */
export function zed({ name, url, secret }: Connection<InlineSecret>): Block[] {
  const text = fileJson({ context_servers: { [name]: { url, headers: headersOf(secret) } } });
  return [
    json(anywhere("settings.json"), text, "Zed's own settings. Already there? Add the entry under context_servers."),
  ];
}

export function kiloCode({ name, url, secret }: Connection<InlineSecret>): Block[] {
  const entry = { type: "remote", url, headers: headersOf(secret), enabled: true };
  return [json(anywhere("kilo.jsonc"), fileJson({ mcp: { [name]: entry } }), MERGE)];
}

export function warp({ name, url, secret }: Connection<InlineSecret>): Block[] {
  const text = fileJson({ mcpServers: { [name]: { url, headers: headersOf(secret) } } });
  return [
    { kind: "steps", items: [choose("Open Settings > Agents > MCP servers"), choose("Choose + Add, and paste this")] },
    json([], text, null),
  ];
}

export function jetbrains({ name, url, secret }: Connection<InlineSecret>): Block[] {
  const text = fileJson({ mcpServers: { [name]: { type: "http", url, headers: headersOf(secret) } } });
  return [
    {
      kind: "steps",
      items: [choose("Open Settings > Tools > AI Assistant > MCP"), choose("Choose +, then As JSON, and paste this")],
    },
    json([], text, null),
    note("A version that takes only local servers: use the JSON of Claude Desktop, which starts mcp-remote."),
  ];
}

function json(paths: readonly FilePath[], text: string, hint: string | null): Block {
  return { kind: "file", paths, language: "json", text, note: hint };
}

function headersOf(secret: InlineSecret): { Authorization: string } {
  return { Authorization: `Bearer ${secret.key}` };
}
