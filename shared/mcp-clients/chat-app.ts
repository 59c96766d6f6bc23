/**
 * Chat apps. Most call from their vendor's servers, and take a header or the key in the address; each way is said with
 * what is known against it. Links are of https, and have no key. Pure.
 */
import {
  type Block,
  choose,
  type Connection,
  enter,
  type InlineSecret,
  isPublicHttps,
  jsonFile,
  link,
  MERGE,
  note,
  steps,
  warning,
} from "./connection.ts";

const KEPT_BY_VENDOR =
  "An address with a key in it is kept in the app's settings and may show up in logs on the way. Give this key as little as it needs, and revoke it when you are done.";

const CONFIG_FILE = "claude_desktop_config.json";
/** Pinned: what runs with the key is what was tried. */
const MCP_REMOTE = "mcp-remote@0.15.1";

/**
 * The app runs commands only, so mcp-remote speaks for it. The space of the header is inside the variable: the app
 * takes arguments apart at spaces on Windows.
 */
export function claudeDesktop(connection: Connection<InlineSecret>): Block[] {
  const { name, url, shell, secret, allowsQuery } = connection;
  const { protocol, hostname } = new URL(url);
  const isAllowed = protocol === "https:" || hostname === "localhost" || hostname === "127.0.0.1";
  const proxied = [MCP_REMOTE, url, ...(isAllowed ? [] : ["--allow-http"]), "--header", "Authorization:${AUTH_HEADER}"];
  const started = ["-y", ...proxied];
  const run =
    shell === "bash" ? { command: "npx", args: started } : { command: "cmd", args: ["/c", "npx", ...started] };
  const config = { mcpServers: { [name]: { ...run, env: { AUTH_HEADER: `Bearer ${secret.key}` } } } };
  const path =
    shell === "bash" ? `~/Library/Application Support/Claude/${CONFIG_FILE}` : `%APPDATA%\\Claude\\${CONFIG_FILE}`;
  return [
    jsonFile(path, config, MERGE),
    note("Needs Node.js. Quit Claude Desktop and open it again."),
    // A connector is called from Anthropic's servers, even when the app made it.
    ...(allowsQuery && isPublicHttps(url) ? claudeByAddress(connection) : []),
  ];
}

/** A header first; in the address only for a key that may travel there. */
export function claudeAi(connection: Connection<InlineSecret>): Block[] {
  const { name, url, secret, allowsQuery } = connection;
  const query = `modal=add-custom-connector&connectorName=${name}&connectorUrl=${encodeURIComponent(url)}`;
  return [
    link(`https://claude.ai/customize/connectors?${query}`, "Add to Claude, without the key"),
    steps(
      choose("Open Customize > Connectors > Add custom connector"),
      enter("Name", name),
      enter("Remote MCP server URL", url),
      enter("Request header, name", "Authorization"),
      enter("Request header, value", `Bearer ${secret.key}`),
    ),
    note("Not every account has the fields for headers yet. To change a header later, remove and add the connector."),
    ...(allowsQuery ? claudeByAddress(connection) : []),
  ];
}

/** What to do with a key in the address, in Claude's apps. */
function claudeByAddress(connection: Connection<InlineSecret>): Block[] {
  return [
    warning(
      `With the key in its address a connector needs no header. Claude's documentation calls that not supported: its tools are listed, but since June 2026 people report that chats do not use them. ${KEPT_BY_VENDOR}`,
    ),
    steps(enter("Remote MCP server URL", addressWithKey(connection))),
  ];
}

/** It has no field for a header, so the caller sees to it that the key may travel in the address. */
export function chatGpt(connection: Connection<InlineSecret>): Block[] {
  return [
    warning(`ChatGPT has no field for a key, and a key in the address is no way OpenAI documents. ${KEPT_BY_VENDOR}`),
    steps(
      choose("Open Settings > Apps > Advanced, and switch on", "Developer mode"),
      choose("Choose Create"),
      enter("Name", connection.name),
      enter("MCP server URL", addressWithKey(connection)),
      choose("Authentication", "No authentication"),
    ),
  ];
}

function addressWithKey({ url, secret }: Connection<InlineSecret>): string {
  return `${url}?api_key=${secret.key}`;
}
