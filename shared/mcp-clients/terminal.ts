/** Coding agents that are connected by a command, or by the file that their command would write. Pure. */
import {
  bearer,
  type Block,
  command,
  type Connection,
  type FileSecret,
  historyNote,
  type InlineSecret,
  jsonFile,
  MERGE,
  note,
} from "./connection.ts";
import { literal, quoted } from "./quoting.ts";
import { setInTerminal } from "./variable.ts";

const BRACED = (variable: string): string => `\${${variable}}`;

/** `--header` takes everything that follows it, so it is last. */
export function claudeCode(connection: Connection<FileSecret>): Block[] {
  const { name, url } = connection;
  const add = `claude mcp add --transport http --scope user ${name} ${quoted(url)} --header ${header(connection)}`;
  return [
    ...added(connection, add),
    command("Check the connection", connection.shell, "claude mcp list"),
    ...(connection.secret.form === "env"
      ? [note("Claude Code reads the variable each time it connects. Unset, it sends the placeholder, and is refused.")]
      : []),
  ];
}

/** There is no option for a header: the key itself goes into the file, which an app without a terminal reads too. */
export function codex(connection: Connection<FileSecret>): Block[] {
  const { name, url, shell, secret, envVar } = connection;
  const path = "~/.codex/config.toml";
  const table = `[mcp_servers.${name}]\nurl = "${url}"\n`;
  if (secret.form === "inline") {
    const text = `${table}http_headers = { Authorization = "Bearer ${secret.key}" }\n`;
    return [{ kind: "file", path, language: "toml", text, note: "Add this at the end." }];
  }
  const text = `codex mcp add ${name} --url ${quoted(url)} --bearer-token-env-var ${envVar}`;
  return [
    ...setInTerminal(connection),
    command("Add the server", shell, text),
    note("Codex leaves the server out without a word where the variable is not set."),
  ];
}

/** Its default scope is the project, which is committed. */
export function geminiCli(connection: Connection<FileSecret>): Block[] {
  const { name, url } = connection;
  const text = `gemini mcp add --transport http --scope user ${name} ${quoted(url)} --header ${header(connection)}`;
  return [...added(connection, text), note("Gemini CLI shows servers as disabled until you trust the folder.")];
}

export function copilotCli(connection: Connection<FileSecret>): Block[] {
  const { name, url } = connection;
  return added(connection, `copilot mcp add --transport http ${name} ${quoted(url)} --header ${header(connection)}`);
}

/** The file and not its command, which cannot say `oauth: false`: without that a bad key ends in an empty error. */
export function opencode(connection: Connection<FileSecret>): Block[] {
  const { name, url } = connection;
  const Authorization = bearer(connection, (variable) => `{env:${variable}}`);
  const entry = { type: "remote", url, oauth: false, headers: { Authorization } };
  return [
    ...setInTerminal(connection),
    jsonFile("~/.config/opencode/opencode.jsonc", { mcp: { [name]: entry } }, MERGE),
  ];
}

/** The extension takes a server without `type` for one of the older SSE kind. */
export function cline(connection: Connection<InlineSecret>): Block[] {
  const { name, url, secret } = connection;
  const Authorization = `Bearer ${secret.key}`;
  const config = { mcpServers: { [name]: { type: "streamableHttp", url, headers: { Authorization } } } };
  const add = `cline mcp add ${name} ${quoted(url)} --transport http --header ${header(connection)} --yes`;
  return [...added(connection, add), jsonFile("cline_mcp_settings.json", config, "For the extension of VS Code.")];
}

/** A variable stays unexpanded by the shell: the client stores its name, and not what it is today. */
function header(connection: Connection<FileSecret>): string {
  const text = `Authorization: ${bearer(connection, BRACED)}`;
  return connection.secret.form === "inline" ? quoted(text) : literal(text, connection.shell);
}

function added(connection: Connection<FileSecret>, text: string): Block[] {
  const { shell, secret } = connection;
  const add = command("Add the server", shell, text);
  return secret.form === "env" ? [...setInTerminal(connection), add] : [add, historyNote()];
}
