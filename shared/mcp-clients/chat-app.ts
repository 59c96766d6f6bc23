/**
 * Chat apps. Most call from their vendor's servers, and take a header or the key in the address; each way is said with
 * what is known against it. Links are of https, and have no key. Pure.
 */
import {
  type Block,
  choose,
  type Connection,
  enter,
  type FilePath,
  type InlineSecret,
  isPublicHttps,
  link,
  note,
  warning,
} from "./connection.ts";
import { fileJson } from "./quoting.ts";

const KEPT_BY_VENDOR =
  "An address with a key in it is kept in the app's settings and may show up in logs on the way. Give this key as little as it needs, and revoke it when you are done.";

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
  const text = fileJson({ mcpServers: { [name]: { ...run, env: { AUTH_HEADER: `Bearer ${secret.key}` } } } });
  const file = "claude_desktop_config.json";
  const paths: FilePath[] =
    shell === "bash"
      ? [{ system: "macOS", path: `~/Library/Application Support/Claude/${file}` }]
      : [{ system: "Windows", path: `%APPDATA%\\Claude\\${file}` }];
  return [
    { kind: "file", paths, language: "json", text, note: "Already there? Add the entry to the others." },
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
    {
      kind: "steps",
      items: [
        choose("Open Customize > Connectors > Add custom connector"),
        enter("Name", name),
        enter("Remote MCP server URL", url),
        enter("Request header, name", "Authorization"),
        enter("Request header, value", `Bearer ${secret.key}`),
      ],
    },
    note("Not every account has the fields for headers yet. To change a header later, remove and add the connector."),
    ...(allowsQuery ? claudeByAddress(connection) : []),
  ];
}

/** What to do with a key in the address, in Claude's apps. */
function claudeByAddress(connection: Connection<InlineSecret>): Block[] {
  return [
    warning(
      `Without those fields the key can only go into the address, which Claude's documentation calls not supported. Such a connector lists its tools, but since June 2026 people report that chats do not use them. ${KEPT_BY_VENDOR}`,
    ),
    { kind: "steps", items: [enter("Remote MCP server URL", addressWithKey(connection))] },
  ];
}

/** It has no field for a header, so the caller sees to it that the key may travel in the address. */
export function chatGpt(connection: Connection<InlineSecret>): Block[] {
  return [
    warning(`ChatGPT has no field for a key, and a key in the address is no way OpenAI documents. ${KEPT_BY_VENDOR}`),
    {
      kind: "steps",
      items: [
        choose("Open Settings > Apps > Advanced, and switch on", "Developer mode"),
        choose("Choose Create"),
        enter("Name", connection.name),
        enter("MCP server URL", addressWithKey(connection)),
        choose("Authentication", "No authentication"),
      ],
    },
  ];
}

function addressWithKey({ url, secret }: Connection<InlineSecret>): string {
  return `${url}?api_key=${secret.key}`;
}
