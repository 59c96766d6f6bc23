/** Apps that a link of their own scheme opens with the server filled in. The same entry as a file stands beside it. */
import {
  type Block,
  command,
  type Connection,
  enter,
  type FileSecret,
  headersFor,
  headersWith,
  historyNote,
  type InlineSecret,
  jsonFile,
  link,
  note,
  type PromptSecret,
  type SignIn,
  steps,
  thenSignIn,
} from "./connection.ts";
import { linkBase64, linkJson, literal } from "./quoting.ts";
import { setForApp } from "./variable.ts";

export function cursor(connection: Connection<FileSecret | SignIn>): Block[] {
  const { name, url } = connection;
  const entry = { url, ...headersFor(connection, (variable) => `\${env:${variable}}`) };
  const query = `name=${name}&config=${linkBase64(entry)}`;
  return [
    ...setForApp(connection, "Cursor"),
    link(`cursor://anysphere.cursor-deeplink/mcp/install?${query}`, "Add to Cursor"),
    jsonFile("~/.cursor/mcp.json", { mcpServers: { [name]: entry } }, "Instead of the link."),
    ...thenSignIn(
      connection,
      note("Cursor’s settings show that the server needs a login. Choose that: your browser opens."),
    ),
  ];
}

/** The key is asked for by VS Code and kept by it. Only the command has it inside: JSON in a command is for bash alone. */
export function vscode({ name, url, shell, secret }: Connection<PromptSecret | SignIn>): Block[] {
  const server = { type: "http", url };
  if (secret.form === "sign-in") return vscodeSigningIn(name, server);
  const id = `${name}-key`;
  const inputs = [{ type: "promptString", id, description: `API key for ${name}`, password: true }];
  const entry = { ...server, headers: { Authorization: `Bearer \${input:${id}}` } };
  const file = { inputs, servers: { [name]: entry } };
  const blocks: Block[] = [
    ...vscodeLinks(linkJson({ name, ...entry, inputs })),
    note("VS Code asks for the key when the server first starts, and stores it securely."),
    jsonFile(VSCODE_FILE, file, "Instead of the link. It has no key, and may be committed."),
  ];
  if (secret.key === null || shell !== "bash") return blocks;
  const config = JSON.stringify({ name, ...server, ...headersWith({ form: "inline", key: secret.key }) });
  return [
    ...blocks,
    command("Or by a command, with the key inside", shell, `code --add-mcp ${literal(config, "bash")}`),
    historyNote(),
  ];
}

const VSCODE_FILE = ".vscode/mcp.json";

function vscodeSigningIn(name: string, server: { readonly type: string; readonly url: string }): Block[] {
  return [
    ...vscodeLinks(linkJson({ name, ...server })),
    note("VS Code asks whether you want to sign in when the server first starts. Allow it: your browser opens."),
    jsonFile(VSCODE_FILE, { servers: { [name]: server } }, "Instead of the link. It may be committed."),
  ];
}

function vscodeLinks(query: string): Block[] {
  return [
    link(`vscode:mcp/install?${query}`, "Add to VS Code"),
    link(`vscode-insiders:mcp/install?${query}`, "Add to VS Code Insiders"),
  ];
}

/** Without `type` Goose takes it for SSE. It splits the header at `=`, of which a key has none. */
export function goose({ name, url, secret }: Connection<InlineSecret | SignIn>): Block[] {
  const { headers } = headersWith(secret);
  const query = [
    "type=streamable_http",
    `url=${encodeURIComponent(url)}`,
    `id=${name}`,
    `name=${name}`,
    `description=${encodeURIComponent(`MCP server ${name}`)}`,
    "timeout=300",
    ...(headers === undefined ? [] : [`header=${encodeURIComponent(`Authorization=${headers.Authorization}`)}`]),
  ].join("&");
  // In quotes, for a name may read as a number in YAML.
  const lines = [
    "extensions:",
    `  "${name}":`,
    "    type: streamable_http",
    `    name: "${name}"`,
    `    uri: "${url}"`,
    ...(headers === undefined ? [] : ["    headers:", `      Authorization: "${headers.Authorization}"`]),
    "    enabled: true",
    "    timeout: 300",
    "",
  ];
  return [
    link(`goose://extension?${query}`, "Add to Goose"),
    note(
      headers === undefined
        ? "Goose adds it without a question, and opens your browser when it connects: sign in there."
        : "Goose adds it without a question, and keeps the key in the file below.",
    ),
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
  const entry = { url, ...headersWith(secret) };
  return [
    link(`lmstudio://add_mcp?name=${name}&config=${linkBase64(entry)}`, "Add to LM Studio"),
    jsonFile("mcp.json", { mcpServers: { [name]: entry } }, "Instead of the link."),
  ];
}

export function raycast({ name, url, secret }: Connection<InlineSecret | SignIn>): Block[] {
  const { headers } = headersWith(secret);
  const add = link(
    `raycast://mcp/install?${linkJson({ name, type: "http", url, ...headersWith(secret) })}`,
    "Add to Raycast",
  );
  if (headers === undefined)
    return [add, note("Raycast opens a form. Once it is sent, choose Sign In: your browser opens.")];
  return [
    add,
    note("Raycast opens a form. Where its HTTP headers are empty, enter these:"),
    steps(enter("Header", "Authorization"), enter("Value", headers.Authorization)),
  ];
}
