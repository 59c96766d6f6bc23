/** Coding agents that are connected by a command, or by the file that their command would write. Pure. */
import {
  type Block,
  command,
  type Connection,
  enter,
  type FileSecret,
  historyNote,
  type InlineSecret,
  headersFor,
  headersWith,
  jsonFile,
  MERGE,
  note,
  type SignIn,
  steps,
  thenSignIn,
} from "./connection.ts";
import { literal, quoted } from "./quoting.ts";
import { setInTerminal } from "./variable.ts";

const BRACED = (variable: string): string => `\${${variable}}`;

/** `--header` takes everything that follows it, so it is last. */
export function claudeCode(connection: Connection<FileSecret | SignIn>): Block[] {
  const { name, url, shell } = connection;
  const add = `claude mcp add --transport http --scope user ${name} ${quoted(url)}${header(connection)}`;
  return [
    ...added(connection, add),
    ...thenSignIn(
      connection,
      command("Sign in, with your browser", shell, `claude mcp login ${name}`),
      note("Or do that in Claude Code: enter /mcp, choose the server, then Authenticate."),
    ),
    command("Check the connection", shell, "claude mcp list"),
    ...(connection.secret.form === "env"
      ? [note("Claude Code reads the variable each time it connects. Unset, it sends the placeholder, and is refused.")]
      : []),
  ];
}

/** There is no option for a header: the key itself goes into the file, which an app without a terminal reads too. */
export function codex(connection: Connection<FileSecret | SignIn>): Block[] {
  const { name, url, shell, secret, envVar } = connection;
  const path = "~/.codex/config.toml";
  const table = `[mcp_servers.${name}]\nurl = "${url}"\n`;
  if (secret.form === "inline") {
    const text = `${table}http_headers = { Authorization = "Bearer ${secret.key}" }\n`;
    return [{ kind: "file", path, language: "toml", text, note: "Add this at the end." }];
  }
  const add = `codex mcp add ${name} --url ${quoted(url)}`;
  if (secret.form === "sign-in")
    return [
      command("Add the server, and sign in with your browser", shell, add),
      command("Did no browser open? Sign in", shell, `codex mcp login ${name}`),
    ];
  return [
    ...setInTerminal(connection),
    command("Add the server", shell, `${add} --bearer-token-env-var ${envVar}`),
    note("Codex leaves the server out without a word where the variable is not set."),
  ];
}

/** Its default scope is the project, which is committed. */
export function geminiCli(connection: Connection<FileSecret | SignIn>): Block[] {
  const { name, url } = connection;
  const text = `gemini mcp add --transport http --scope user ${name} ${quoted(url)}${header(connection)}`;
  return [
    ...added(connection, text),
    ...thenSignIn(
      connection,
      steps(enter("In Gemini CLI, enter this, and sign in with your browser", `/mcp auth ${name}`)),
    ),
    note("Gemini CLI shows servers as disabled until you trust the folder."),
  ];
}

export function copilotCli(connection: Connection<FileSecret | SignIn>): Block[] {
  const { name, url } = connection;
  const text = `copilot mcp add --transport http ${name} ${quoted(url)}${header(connection)}`;
  return [
    ...added(connection, text),
    ...thenSignIn(connection, note("Copilot CLI opens your browser when it first connects: sign in there.")),
  ];
}

/** The file and not its command, which cannot say `oauth: false`: without that a bad key ends in an empty error. */
export function opencode(connection: Connection<FileSecret | SignIn>): Block[] {
  const { name, url, shell, secret } = connection;
  const keyAlone = secret.form === "sign-in" ? {} : { oauth: false };
  const entry = { type: "remote", url, ...keyAlone, ...headersFor(connection, (variable) => `{env:${variable}}`) };
  return [
    ...setInTerminal(connection),
    jsonFile("~/.config/opencode/opencode.jsonc", { mcp: { [name]: entry } }, MERGE),
    ...thenSignIn(connection, command("Sign in, with your browser", shell, `opencode mcp auth ${name}`)),
  ];
}

/** The extension takes a server without `type` for one of the older SSE kind. */
export function cline(connection: Connection<InlineSecret>): Block[] {
  const { name, url, secret } = connection;
  const config = { mcpServers: { [name]: { type: "streamableHttp", url, ...headersWith(secret) } } };
  const add = `cline mcp add ${name} ${quoted(url)} --transport http${header(connection)} --yes`;
  return [...added(connection, add), jsonFile("cline_mcp_settings.json", config, "For the extension of VS Code.")];
}

/** The option for the key's header, after a space. A variable stays unexpanded by the shell: the client stores its name. */
function header(connection: Connection<FileSecret | SignIn>): string {
  const { headers } = headersFor(connection, BRACED);
  if (headers === undefined) return "";
  const text = `Authorization: ${headers.Authorization}`;
  return ` --header ${connection.secret.form === "env" ? literal(text, connection.shell) : quoted(text)}`;
}

function added(connection: Connection<FileSecret | SignIn>, text: string): Block[] {
  const { shell, secret } = connection;
  const add = command("Add the server", shell, text);
  if (secret.form === "inline") return [add, historyNote()];
  return [...setInTerminal(connection), add];
}
