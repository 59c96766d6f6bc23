/** The quickstart and the conventions: what a reader needs before the reference. */
import { html } from "hono/html";
import { PAGE_LIMIT_MAX, RATE_BURST_DEFAULT, RATE_PER_MINUTE_DEFAULT } from "#shared/limits.ts";
import { SCOPE_MEANINGS, SCOPES } from "#shared/scopes.ts";
import type { Settings } from "#workers/env.ts";
import type { Html } from "./page.ts";

/** How this deployment is called and how its keys begin. */
export type Deployment = { readonly origin: string; readonly keys: Pick<Settings, "keyPrefix" | "keyEnv"> };

/** The headings of this view, for the table of contents. */
export const GUIDE_CONTENTS = [
  { anchor: "quickstart", title: "Quickstart" },
  { anchor: "authentication", title: "Authentication" },
  { anchor: "conventions", title: "Conventions" },
] as const;

/** The first sections of the page. */
export function guideView(deployment: Deployment): Html {
  return html`${quickstart(deployment)} ${authentication()} ${conventions()}`;
}

function quickstart({ origin, keys }: Deployment): Html {
  const url = `${origin}/mcp`;
  const config = { latchkey: { type: "http", url, headers: { Authorization: "Bearer ${LATCHKEY_API_KEY}" } } };
  return html`<section>
    <h2 id="quickstart">Quickstart</h2>
    <p>
      A key reads <code>${keys.keyPrefix}_${keys.keyEnv}_…</code> and is shown once, when it is created. Put it into a
      variable, so that it stays out of the shell's history. This waits for you to paste it:
    </p>
    ${code("read -rs LATCHKEY_API_KEY && export LATCHKEY_API_KEY")}
    <p>Ask who the key is, and what it reaches:</p>
    ${code(`curl -sS "${origin}/v1/me" -H "Authorization: Bearer $LATCHKEY_API_KEY"`)}
    <p>
      With the scope <code>mcp:read</code>, list events. <code>workspace</code> is needed when the key reaches several:
    </p>
    ${code(`curl -sS "${origin}/v1/events?limit=5" -H "Authorization: Bearer $LATCHKEY_API_KEY"`)}
    <p>With the scope <code>keys:manage</code>, make a key for one tool. The answer has its secret, once:</p>
    ${code(
      `curl -sS "${origin}/v1/keys" -H "Authorization: Bearer $LATCHKEY_API_KEY" -H "Content-Type: application/json" -d '{"name": "Claude Code", "scopes": ["mcp:read"], "workspaces": ["ws_…"]}'`,
    )}
    <p>Connect an MCP client. Claude Code:</p>
    ${code(
      `claude mcp add --transport http --scope user latchkey "${url}" --header "Authorization: Bearer $LATCHKEY_API_KEY"`,
    )}
    <p>Codex:</p>
    ${code(`codex mcp add latchkey --url "${url}" --bearer-token-env-var LATCHKEY_API_KEY`)}
    <p>Clients that read <code>.mcp.json</code>:</p>
    ${code(JSON.stringify({ mcpServers: config }, null, 2))}
  </section>`;
}

function authentication(): Html {
  return html`<section>
    <h2 id="authentication">Authentication</h2>
    <p>
      Send the key as <code>Authorization: Bearer &lt;key&gt;</code> or as <code>X-Api-Key: &lt;key&gt;</code>. A key in
      the URL, <code>?api_key=</code>, is taken on <code>/mcp</code> alone, and only of keys made with
      <code>allow_query</code>: URLs end up in logs.
    </p>
    <p>A key has scopes. They are independent: none implies another.</p>
    <dl>
      ${SCOPES.map(
        (scope) =>
          html`<div>
            <dt><code class="name">${scope}</code></dt>
            <dd><p>${SCOPE_MEANINGS[scope]}</p></dd>
          </div>`,
      )}
    </dl>
    <p>
      A key reaches the workspaces chosen for it, while its owner belongs to them. What lies in another workspace is
      answered like what does not exist: <code>404</code>.
    </p>
  </section>`;
}

function conventions(): Html {
  return html`<section>
    <h2 id="conventions">Conventions</h2>
    <p>
      Bodies are JSON in <code>snake_case</code>, times ISO 8601 in UTC, ids say what they are: <code>key_…</code>,
      <code>ws_…</code>, <code>evt_…</code>. Unknown fields are refused and named.
    </p>
    <p>
      Lists answer <code>{"data": […], "next_cursor": null}</code>. Pass <code>next_cursor</code> as
      <code>?cursor=</code> for the next page, and <code>?limit=</code> from 1 to ${PAGE_LIMIT_MAX}.
    </p>
    <p>
      Errors are <code>application/problem+json</code> with a stable <code>code</code>:
      <a href="/docs/errors">all of them, and what to do</a>. Every answer has an <code>X-Request-Id</code>.
    </p>
    <p>
      A key may make ${RATE_PER_MINUTE_DEFAULT} requests a minute with a burst of ${RATE_BURST_DEFAULT}, unless it says
      otherwise; each region counts its own. <code>RateLimit</code> and <code>RateLimit-Policy</code> tell what is left,
      and <code>429</code> carries <code>Retry-After</code>.
    </p>
    <p>
      What takes something away answers with a receipt, <code>propagation</code>. Its state
      <code>everywhere</code> means that no request that arrives from now on passes with what was taken away.
      <code>202</code> and <code>pending</code> mean: by <code>effective_by</code> at the latest.
    </p>
  </section>`;
}

function code(text: string): Html {
  return html`<pre><code>${text}</code></pre>`;
}
