/** Automation tools: what to enter in their forms, field by field, by MCP and by plain HTTP. Pure. */
import {
  type Block,
  choose,
  type Connection,
  enter,
  type InlineSecret,
  isPublicHttps,
  jsonFile,
  note,
  type SignIn,
  type Step,
  steps,
} from "./connection.ts";

/** A pasted node brings no secret: the credential is made once, by hand. */
export function n8n({ url, secret }: Connection<InlineSecret | SignIn>): Block[] {
  const isSigningIn = secret.form === "sign-in";
  return [
    steps(
      choose("Add the node", "MCP Client, or MCP Client Tool in an AI agent"),
      choose("Server Transport", "HTTP Streamable"),
      enter("MCP Endpoint URL", url),
      choose("Authentication", isSigningIn ? "MCP OAuth2" : "Bearer Auth"),
      ...(isSigningIn
        ? [enter("Server URL, in a new credential", url), choose("Choose Connect, and sign in")]
        : [enter("Bearer Token, in a new credential", secret.key)]),
    ),
    ...(isPublicHttps(url) ? [] : [note("n8n Cloud cannot reach this address; an n8n of your own may.")]),
    note("Or copy this and paste it into a workflow. Choose the credential in it afterwards."),
    n8nNode(url, isSigningIn ? "mcpOAuth2Api" : "bearerAuth"),
    ...(isSigningIn ? [] : n8nByRest(url, secret)),
  ];
}

function n8nNode(url: string, authentication: string): Block {
  const node = {
    name: "List workspaces",
    type: "@n8n/n8n-nodes-langchain.mcpClient",
    typeVersion: 1.1,
    position: [0, 0],
    parameters: {
      serverTransport: "httpStreamable",
      endpointUrl: url,
      authentication,
      // To begin with: it takes no arguments, and every key that reads may call it.
      tool: { __rl: true, mode: "id", value: "list_workspaces" },
      inputMode: "json",
      jsonInput: "{}",
    },
  };
  return jsonFile(null, { nodes: [node], connections: {} }, null);
}

function n8nByRest(url: string, secret: InlineSecret): Block[] {
  return [
    note("By REST instead, with the node HTTP Request:"),
    steps(
      enter("URL", restUrl(url)),
      choose("Authentication", "Generic Credential Type > Header Auth"),
      ...header(secret),
    ),
  ];
}

/** Its MCP app is a beta whose field for a key is not documented, so plain HTTP comes first. */
export function make({ url, secret }: Connection<InlineSecret>): Block[] {
  return [
    steps(
      choose("Add the module", "HTTP > Make a request"),
      enter("URL", restUrl(url)),
      choose("Authentication", "API key, in a header"),
      ...header(secret),
    ),
    note("Make's app MCP Client is an open beta. It takes this address by hand, and may sign in by OAuth only:"),
    steps(enter("Server URL", url)),
  ];
}

export function zapier({ url, secret }: Connection<InlineSecret>): Block[] {
  return [
    steps(
      choose("Add the app", "MCP Client (beta)"),
      enter("Server URL", url),
      choose("Transport", "Streamable HTTP"),
      choose("OAuth", "No"),
      enter("Bearer Token", secret.key),
    ),
    note("By REST instead, with Webhooks by Zapier:"),
    steps(enter("URL", restUrl(url)), ...header(secret)),
  ];
}

/** A route that every key may read. */
function restUrl(url: string): string {
  return new URL("/v1/me", url).href;
}

function header({ key }: InlineSecret): Step[] {
  return [enter("Header, name", "Authorization"), enter("Header, value", `Bearer ${key}`)];
}
