/** Who may ask, and what holds for every route: what a reader needs before the reference. */
import { html } from "hono/html";
import { PAGE_LIMIT_MAX, RATE_BURST_DEFAULT, RATE_PER_MINUTE_DEFAULT } from "#shared/limits.ts";
import { SCOPE_MEANINGS, SCOPES } from "#shared/scopes.ts";
import { anchorTo } from "./markup.ts";
import type { Html } from "./page.ts";

/** The headings of this view, for the table of contents. */
export const GUIDE_CONTENTS = [
  { anchor: "authentication", title: "Authentication" },
  { anchor: "people-and-keys", title: "People and keys" },
  { anchor: "conventions", title: "Conventions" },
] as const;

/** The sections between the quickstart and the reference. */
export function guideView(): Html {
  return html`${authentication()} ${peopleAndKeys()} ${conventions()}`;
}

function authentication(): Html {
  return html`<section>
    <h2 id="authentication">${anchorTo("authentication", "Authentication")}</h2>
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
      answered like what does not exist: <code>404</code>. A key may be narrowed further, to some tools and to some
      addresses.
    </p>
  </section>`;
}

function peopleAndKeys(): Html {
  return html`<section>
    <h2 id="people-and-keys">${anchorTo("people-and-keys", "People and keys")}</h2>
    <p>
      Programs use keys. The dashboard uses the same routes with the session of the person who signed in: a cookie,
      <code>latchkey.session_token</code>, on https with <code>__Secure-</code> before its name. A person has every
      scope, and their role in each workspace says what they may do there. A key with <code>keys:manage</code> acts for
      its owner, and never beyond them.
    </p>
    <p>
      A session is for this site's own pages. A request that changes something needs their <code>Origin</code>, or is
      refused with <a href="/docs/errors#cross_site_request"><code>cross_site_request</code></a
      >. A session is not a bearer token, and a key is not a session: with both, the key counts. When a session has
      ended the answer is <a href="/docs/errors#signed_out"><code>signed_out</code></a
      >.
    </p>
    <p>
      Some things are for people alone: their profile, where they are signed in, and links to reset a password. Those
      routes say “For people who signed in”, and answer every key with <code>403</code>
      <a href="/docs/errors#session_required"><code>session_required</code></a
      >.
    </p>
  </section>`;
}

function conventions(): Html {
  return html`<section>
    <h2 id="conventions">${anchorTo("conventions", "Conventions")}</h2>
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
