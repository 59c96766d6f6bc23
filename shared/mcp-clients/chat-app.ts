/**
 * Chat apps. Most call from their vendor's servers, and sign in; each way with a key is said with what is known against
 * it. Links are of https, and have no key. Pure.
 */
import {
  type Block,
  choose,
  type Connection,
  enter,
  headersWith,
  type InlineSecret,
  isPublicHttps,
  jsonFile,
  link,
  MERGE,
  note,
  type SignIn,
  type Step,
  steps,
  warning,
} from "./connection.ts";

const KEPT_BY_VENDOR =
  "An address with a key in it is kept in the app's settings and may show up in logs on the way. Give this key as little as it needs, and revoke it when you are done.";

const CONFIG_FILE = "claude_desktop_config.json";
/** Pinned: what runs with the key is what was tried. */
const MCP_REMOTE = "mcp-remote@0.15.1";

/**
 * Where Anthropic's servers reach the address, it signs in as a connector, which they call even when the app made it.
 * Else the app runs commands only, so mcp-remote speaks for it, and signs in with a browser or has the key.
 */
export function claudeDesktop(connection: Connection<InlineSecret | SignIn>): Block[] {
  const { url, secret, allowsQuery } = connection;
  if (secret.form === "sign-in")
    return isPublicHttps(url)
      ? [connector(connection, "Settings > Connectors"), CALLED_FROM_OUTSIDE]
      : [
          desktopFile(connection),
          note("Needs Node.js. Quit Claude Desktop and open it again: your browser opens, where you sign in."),
        ];
  return [
    desktopFile(connection),
    note("Needs Node.js. Quit Claude Desktop and open it again."),
    ...(allowsQuery && isPublicHttps(url) ? claudeByAddress(url, secret) : []),
  ];
}

const CALLED_FROM_OUTSIDE = note(
  "Anthropic's servers call the connector, so it is in Claude on the web and phone as well.",
);

/** The space of the header is inside the variable: the app takes arguments apart at spaces on Windows. */
function desktopFile({ name, url, shell, secret }: Connection<InlineSecret | SignIn>): Block {
  const { protocol, hostname } = new URL(url);
  const isAllowed = protocol === "https:" || hostname === "localhost" || hostname === "127.0.0.1";
  const { headers } = headersWith(secret);
  const header = headers === undefined ? [] : ["--header", "Authorization:${AUTH_HEADER}"];
  const env = headers === undefined ? {} : { env: { AUTH_HEADER: headers.Authorization } };
  const started = ["-y", MCP_REMOTE, url, ...(isAllowed ? [] : ["--allow-http"]), ...header];
  const run =
    shell === "bash" ? { command: "npx", args: started } : { command: "cmd", args: ["/c", "npx", ...started] };
  const path =
    shell === "bash" ? `~/Library/Application Support/Claude/${CONFIG_FILE}` : `%APPDATA%\\Claude\\${CONFIG_FILE}`;
  return jsonFile(path, { mcpServers: { [name]: { ...run, ...env } } }, MERGE);
}

/** Signs in; or a header first, and in the address only for a key that may travel there. */
export function claudeAi(connection: Connection<InlineSecret | SignIn>): Block[] {
  const { name, url, secret, allowsQuery } = connection;
  const query = `modal=add-custom-connector&connectorName=${name}&connectorUrl=${encodeURIComponent(url)}`;
  const href = `https://claude.ai/customize/connectors?${query}`;
  if (secret.form === "sign-in")
    return [link(href, "Add to Claude"), note("Or by hand:"), connector(connection, "Customize > Connectors")];
  return [
    link(href, "Add to Claude, without the key"),
    steps(
      ...newConnector(connection, "Customize > Connectors"),
      enter("Request header, name", "Authorization"),
      enter("Request header, value", `Bearer ${secret.key}`),
    ),
    note("Not every account has the fields for headers yet. To change a header later, remove and add the connector."),
    ...(allowsQuery ? claudeByAddress(url, secret) : []),
  ];
}

function newConnector({ name, url }: Connection, place: string): Step[] {
  return [choose(`Open ${place} > Add custom connector`), enter("Name", name), enter("Remote MCP server URL", url)];
}

function connector(connection: Connection, place: string): Block {
  return steps(...newConnector(connection, place), choose("Choose Add, then Connect, and sign in"));
}

/** What to do with a key in the address, in Claude's apps. */
function claudeByAddress(url: string, secret: InlineSecret): Block[] {
  return [
    warning(
      `With the key in its address a connector needs no header. Claude's documentation calls that not supported: its tools are listed, but since June 2026 people report that chats do not use them. ${KEPT_BY_VENDOR}`,
    ),
    steps(enter("Remote MCP server URL", addressWithKey(url, secret))),
  ];
}

/** It signs in. It has no field for a header, so the caller sees to it that a key may travel in the address. */
export function chatGpt({ name, url, secret }: Connection<InlineSecret | SignIn>): Block[] {
  const address = secret.form === "sign-in" ? url : addressWithKey(url, secret);
  const app = [
    choose("Open Settings > Apps > Advanced, and switch on", "Developer mode"),
    choose("Choose Create"),
    enter("Name", name),
    enter("MCP server URL", address),
  ];
  if (secret.form === "sign-in")
    return [steps(...app, choose("Authentication", "OAuth"), choose("Choose Create, and sign in"))];
  return [
    warning(`ChatGPT has no field for a key, and a key in the address is no way OpenAI documents. ${KEPT_BY_VENDOR}`),
    steps(...app, choose("Authentication", "No authentication")),
  ];
}

function addressWithKey(url: string, { key }: InlineSecret): string {
  return `${url}?api_key=${key}`;
}
