/** Apps that read their servers from a JSON file, or take the same JSON pasted into a form. Pure. */
import {
  type Block,
  choose,
  type Connection,
  type FileSecret,
  headersFor,
  headersWith,
  type InlineSecret,
  jsonFile,
  link,
  MERGE,
  note,
  type SignIn,
  steps,
  thenSignIn,
} from "./connection.ts";
import { linkJson } from "./quoting.ts";
import { setForApp } from "./variable.ts";

export function windsurf(connection: Connection<FileSecret | SignIn>): Block[] {
  const { name, url } = connection;
  const entry = { serverUrl: url, ...headersFor(connection, (variable) => `\${env:${variable}}`) };
  const config = { mcpServers: { [name]: entry } };
  return [
    ...setForApp(connection, "Windsurf"),
    jsonFile("~/.codeium/windsurf/mcp_config.json", config, MERGE),
    note("Devin Desktop has it in ~/.config/devin/mcp_config.json, on Windows %APPDATA%\\devin\\mcp_config.json."),
    ...thenSignIn(connection, note("Refresh the MCP servers in Cascade: it opens your browser, where you sign in.")),
  ];
}

/** Its link is of https, and so goes through the vendor's servers: it has a variable's name, never the key. */
export function kiro(connection: Connection<FileSecret>): Block[] {
  const { name, url, secret } = connection;
  const entry = { url, ...headersFor(connection, (variable) => `\${${variable}}`) };
  const file = jsonFile("~/.kiro/settings/mcp.json", { mcpServers: { [name]: entry } }, MERGE);
  if (secret.form === "inline") return [file];
  const href = `https://kiro.dev/launch/mcp/add?name=${name}&config=${linkJson(entry)}`;
  return [...setForApp(connection, "Kiro"), link(href, "Add to Kiro"), file];
}

/** Without a header Zed starts OAuth. */
export function zed(connection: Connection<InlineSecret | SignIn>): Block[] {
  const { name, url, secret } = connection;
  const config = { context_servers: { [name]: { url, ...headersWith(secret) } } };
  return [
    jsonFile("settings.json", config, "Zed's own settings. Already there? Add the entry under context_servers."),
    ...thenSignIn(connection, note("Zed asks you to authenticate, and opens your browser, where you sign in.")),
  ];
}

export function kiloCode({ name, url, secret }: Connection<InlineSecret>): Block[] {
  const entry = { type: "remote", url, ...headersWith(secret), enabled: true };
  return [jsonFile("kilo.jsonc", { mcp: { [name]: entry } }, MERGE)];
}

export function warp({ name, url, secret }: Connection<InlineSecret>): Block[] {
  const config = { mcpServers: { [name]: { url, ...headersWith(secret) } } };
  return [
    steps(choose("Open Settings > Agents > MCP servers"), choose("Choose + Add, and paste this")),
    jsonFile(null, config, null),
  ];
}

export function jetbrains({ name, url, secret }: Connection<InlineSecret>): Block[] {
  const config = { mcpServers: { [name]: { type: "http", url, ...headersWith(secret) } } };
  return [
    steps(choose("Open Settings > Tools > AI Assistant > MCP"), choose("Choose +, then As JSON, and paste this")),
    jsonFile(null, config, null),
    note("A version that takes only local servers: use the JSON of Claude Desktop, which starts mcp-remote."),
  ];
}
