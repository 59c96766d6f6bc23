/** Apps that a link of their own scheme opens with the server filled in. The same entry as a file stands beside it. */
import {
  bearer,
  type Block,
  command,
  type Connection,
  enter,
  type FileSecret,
  historyNote,
  type InlineSecret,
  jsonFile,
  link,
  note,
  type PromptSecret,
  steps,
} from "./connection.ts";
import { linkBase64, linkJson, literal } from "./quoting.ts";
import { setForApp } from "./variable.ts";

export function cursor(connection: Connection<FileSecret>): Block[] {
  const { name, url } = connection;
  const entry = { url, headers: { Authorization: bearer(connection, (variable) => `\${env:${variable}}`) } };
  const query = `name=${name}&config=${linkBase64(entry)}`;
  return [
    ...setForApp(connection, "Cursor"),
    link(`cursor://anysphere.cursor-deeplink/mcp/install?${query}`, "Add to Cursor"),
    jsonFile("~/.cursor/mcp.json", { mcpServers: { [name]: entry } }, "Instead of the link."),
  ];
}

/** The key is asked for by VS Code and kept by it. Only the command has it inside: JSON in a command is for bash alone. */
export function vscode({ name, url, shell, secret: { key } }: Connection<PromptSecret>): Block[] {
  const id = `${name}-key`;
  const inputs = [{ type: "promptString", id, description: `API key for ${name}`, password: true }];
  const entry = { type: "http", url, headers: { Authorization: `Bearer \${input:${id}}` } };
  const query = linkJson({ name, ...entry, inputs });
  const file = { inputs, servers: { [name]: entry } };
  const blocks: Block[] = [
    link(`vscode:mcp/install?${query}`, "Add to VS Code"),
    link(`vscode-insiders:mcp/install?${query}`, "Add to VS Code Insiders"),
    note("VS Code asks for the key when the server first starts, and stores it securely."),
    jsonFile(".vscode/mcp.json", file, "Instead of the link. It has no key, and may be committed."),
  ];
  if (key === null || shell !== "bash") return blocks;
  const config = JSON.stringify({ name, type: "http", url, headers: { Authorization: `Bearer ${key}` } });
  return [
    ...blocks,
    command("Or by a command, with the key inside", shell, `code --add-mcp ${literal(config, "bash")}`),
    historyNote(),
  ];
}

/** Without `type` Goose takes it for SSE. It splits the header at `=`, of which a key has none. */
export function goose({ name, url, secret }: Connection<InlineSecret>): Block[] {
  const value = `Bearer ${secret.key}`;
  const query = [
    "type=streamable_http",
    `url=${encodeURIComponent(url)}`,
    `id=${name}`,
    `name=${name}`,
    `description=${encodeURIComponent(`MCP server ${name}`)}`,
    "timeout=300",
    `header=${encodeURIComponent(`Authorization=${value}`)}`,
  ].join("&");
  // In quotes, for a name may read as a number in YAML.
  const lines = [
    "extensions:",
    `  "${name}":`,
    "    type: streamable_http",
    `    name: "${name}"`,
    `    uri: "${url}"`,
    "    headers:",
    `      Authorization: "${value}"`,
    "    enabled: true",
    "    timeout: 300",
    "",
  ];
  return [
    link(`goose://extension?${query}`, "Add to Goose"),
    note("Goose adds it without a question, and keeps the key in the file below."),
    {
      kind: "file",
      path: "~/.config/goose/config.yaml",
      language: "yaml",
      text: lines.join("\n"),
      note: "Instead of the link. Already there? Add the entry under extensions.",
    },
  ];
}

export function lmStudio({ name, url, secret }: Connection<InlineSecret>): Block[] {
  const entry = { url, headers: { Authorization: `Bearer ${secret.key}` } };
  return [
    link(`lmstudio://add_mcp?name=${name}&config=${linkBase64(entry)}`, "Add to LM Studio"),
    jsonFile("mcp.json", { mcpServers: { [name]: entry } }, "Instead of the link."),
  ];
}

export function raycast({ name, url, secret }: Connection<InlineSecret>): Block[] {
  const Authorization = `Bearer ${secret.key}`;
  return [
    link(
      `raycast://mcp/install?${linkJson({ name, type: "http", url, headers: { Authorization } })}`,
      "Add to Raycast",
    ),
    note("Raycast opens a form. Where its HTTP headers are empty, enter these:"),
    steps(enter("Header", "Authorization"), enter("Value", Authorization)),
  ];
}
