/** From nothing to a first request and a connected agent, in the order of doing. */
import { html } from "hono/html";
import { MCP_CLIENTS } from "#shared/mcp-clients.ts";
import type { Settings } from "#workers/env.ts";
import { anchorTo, codeBlock } from "./markup.ts";
import type { Html } from "./page.ts";

/** How this deployment is called and how its keys begin. */
export type Deployment = { readonly origin: string; readonly keys: Pick<Settings, "keyPrefix" | "keyEnv"> };

/** The headings of this view, for the table of contents. */
export const QUICKSTART_CONTENTS = [
  { anchor: "sign-in", title: "Sign in" },
  { anchor: "create-a-key", title: "Create a key" },
  { anchor: "first-request", title: "Make a request" },
  { anchor: "connect-mcp", title: "Connect an MCP client" },
  { anchor: "when-refused", title: "When it is refused" },
] as const;

/** The first section of the page. */
export function quickstartView(deployment: Deployment): Html {
  return html`<section>
    <h2 id="quickstart">${anchorTo("quickstart", "Quickstart")}</h2>
    ${signIn()} ${createKey(deployment)} ${firstRequest(deployment)} ${connectMcp(deployment)} ${whenRefused()}
  </section>`;
}

function signIn(): Html {
  return html`<h3 id="sign-in">${anchorTo("sign-in", "1. Sign in")}</h3>
    <p>
      <a href="/sign-in">Sign in to the dashboard</a> with a password or a passkey. You join by a link from somebody who
      runs a workspace. A deployment that has no owner yet begins with its <a href="/setup">setup</a>, which asks for
      the setup token.
    </p>`;
}

function createKey({ keys }: Deployment): Html {
  return html`<h3 id="create-a-key">${anchorTo("create-a-key", "2. Create a key")}</h3>
    <p>
      <a href="/keys?connect=new">Create an API key</a> on the keys page. Choose what it can do and which workspaces it
      reaches; for what follows, <code>mcp:read</code> and one workspace are enough. The key reads
      <code>${keys.keyPrefix}_${keys.keyEnv}_…</code> and is shown once. Give each agent or script its own, so that one
      can be disabled while the rest go on.
    </p>`;
}

function firstRequest({ origin }: Deployment): Html {
  return html`<h3 id="first-request">${anchorTo("first-request", "3. Make a request")}</h3>
    <p>
      Put the key into a variable, so that it stays out of the shell's history. This waits for you to paste it, then
      press Enter. It is for bash and zsh:
    </p>
    ${codeBlock({ title: "Read the key", text: READ_KEY })}
    <p>Ask who the key is, and what it reaches:</p>
    ${codeBlock({ title: "Who am I?", text: curl(`${origin}/v1/me`) })}
    <p>
      List events. A key that reaches several workspaces says which, with <code>&amp;workspace=ws_…</code> or the
      workspace's slug:
    </p>
    ${codeBlock({ title: "List events", text: curl(`${origin}/v1/events?limit=5`) })}
    <p>
      With <code>keys:manage</code>, make a key for one tool. Put the id of a workspace in place of <code>ws_…</code>.
      The answer has the new key's <code>secret</code>, once:
    </p>
    ${codeBlock({ title: "Create a key for one tool", text: curl(`${origin}/v1/keys`, NEW_KEY) })}`;
}

function connectMcp({ origin }: Deployment): Html {
  const url = `${origin}/mcp`;
  const server = { type: "http", url, headers: { Authorization: "Bearer ${LATCHKEY_API_KEY}" } };
  const config = JSON.stringify({ mcpServers: { latchkey: server } }, null, 2);
  return html`<h3 id="connect-mcp">${anchorTo("connect-mcp", "4. Connect an MCP client")}</h3>
    <p>
      Agents connect to <code>${url}</code> over streamable HTTP, with the key as their bearer token. The
      <a href="/keys">keys page</a> makes a key for a client and shows what to run, open or paste, filled in. Choose
      yours:
    </p>
    ${clientsView()}
    <p>By hand, with the key in the variable from above. Claude Code reads it each time it connects:</p>
    ${codeBlock({ title: "Claude Code", text: claudeCode(url) })}
    <p>Codex:</p>
    ${codeBlock({ title: "Codex", text: `codex mcp add latchkey --url "${url}" --bearer-token-env-var LATCHKEY_API_KEY` })}
    <p>For everybody who works on a repository with Claude Code; it has no key in it, and may be committed:</p>
    ${codeBlock({ title: ".mcp.json", text: config })}
    <p>Without a client, list the tools that the key may use:</p>
    ${codeBlock({ title: "List tools by curl", text: curl(url, LIST_TOOLS) })}`;
}

/** Each opens the connect helper for that client; who is not signed in comes to it by way of signing in. */
function clientsView(): Html {
  const groups = [...Map.groupBy(MCP_CLIENTS, ({ group }) => group)];
  return html`<dl class="clients">
    ${groups.map(
      ([group, clients]) =>
        html`<div>
          <dt>${group.charAt(0).toUpperCase()}${group.slice(1)}</dt>
          <dd>
            <ul>
              ${clients.map(({ id, label }) => html`<li><a href="/keys?connect=${id}">${label}</a></li>`)}
            </ul>
          </dd>
        </div>`,
    )}
  </dl>`;
}

const COMMON = [
  ["missing_credential", "No key came. In an agent: the variable is not set where the agent runs."],
  ["placeholder_credential", "The client sent the variable's name in place of its value."],
  ["unknown_key", "The key was deleted or replaced, or is of another deployment."],
  ["missing_scope", "The key may not do this. The detail says which scope it needs."],
  ["workspace_required", "The key reaches several workspaces: say which."],
  ["not_found", "It is not there, or not in this key's reach. The two are answered alike."],
  ["rate_limited", "Too many requests. Wait that time, then send it again."],
] as const;

function whenRefused(): Html {
  return html`<h3 id="when-refused">${anchorTo("when-refused", "5. When it is refused")}</h3>
    <p>
      A refusal has a <code>code</code> that stays the same, and a <code>detail</code> that says what to do. The most
      common at the beginning, and <a href="/docs/errors">what each error means</a>:
    </p>
    <dl>
      ${COMMON.map(
        ([code, meaning]) =>
          html`<div>
            <dt>
              <a href="/docs/errors#${code}"><code>${code}</code></a>
            </dt>
            <dd><p>${meaning}</p></dd>
          </div>`,
      )}
    </dl>`;
}

const READ_KEY = "read -rs LATCHKEY_API_KEY && export LATCHKEY_API_KEY";

const JSON_BODY = `-H "Content-Type: application/json"`;
const NEW_KEY = [JSON_BODY, `-d '{"name": "Claude Code", "scopes": ["mcp:read"], "workspaces": ["ws_…"]}'`];
const LIST_TOOLS = [
  JSON_BODY,
  `-H "Accept: application/json, text/event-stream"`,
  `-d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'`,
];

/** One option a line, so that it can be read on a phone. */
function curl(url: string, options: readonly string[] = []): string {
  return [`curl -sS "${url}"`, `-H "Authorization: Bearer $LATCHKEY_API_KEY"`, ...options].join(" \\\n  ");
}

/** NOTE: single quotes, so that Claude Code keeps the variable's name and not the key. */
function claudeCode(url: string): string {
  return `claude mcp add --transport http --scope user latchkey "${url}" --header 'Authorization: Bearer \${LATCHKEY_API_KEY}'`;
}
