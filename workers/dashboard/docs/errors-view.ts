/** Every error code, with what to do. `type` of a problem points to its entry here. */
import { html } from "hono/html";
import { REFUSALS } from "#shared/refusals.ts";
import { anchorTo, prose } from "./markup.ts";
import type { ContentsGroup, Html } from "./page.ts";

type Group = { readonly anchor: string; readonly heading: string; readonly takes: (status: number) => boolean };

/** In the order in which a request meets them; the last takes what is left. */
const GROUPS: readonly Group[] = [
  { anchor: "credentials", heading: "Credentials", takes: (status) => status === 401 },
  { anchor: "permissions", heading: "Permissions", takes: (status) => status === 403 },
  { anchor: "conflicts", heading: "Conflicts", takes: (status) => status === 409 || status === 412 },
  { anchor: "limits", heading: "Limits", takes: (status) => status === 413 || status === 429 },
  { anchor: "our-side", heading: "Our side", takes: (status) => status >= 500 },
  { anchor: "the-request", heading: "The request", takes: () => true },
];

const ENTRIES = Object.entries(REFUSALS).toSorted(([a], [b]) => a.localeCompare(b));
const GROUPED = GROUPS.map((group) => ({
  anchor: group.anchor,
  heading: group.heading,
  entries: ENTRIES.filter(([, { status }]) => GROUPS.find(({ takes }) => takes(status)) === group),
}));

/** The codes, for the table of contents. */
export const ERRORS_CONTENTS: readonly ContentsGroup[] = [
  { heading: "Guide", entries: [{ anchor: "how-errors-read", title: "How errors read" }] },
  ...GROUPED.map(({ heading, entries }) => ({
    heading,
    entries: entries.map(([code]) => ({ anchor: code, title: code })),
  })),
];

/** How errors read, and each of them under its code. */
export function errorsView(): Html {
  return html`${howErrorsRead()} ${GROUPED.map(groupView)}`;
}

function howErrorsRead(): Html {
  return html`<section>
    <h2 id="how-errors-read">${anchorTo("how-errors-read", "How errors read")}</h2>
    <p>
      A request that is refused, or that fails, is answered with <code>application/problem+json</code> (RFC 9457):
      <code>type</code> (the address of its entry here), <code>title</code>, <code>status</code>,
      <code>detail</code> (what happened and what to do), <code>code</code>, <code>request_id</code>, and
      <code>errors</code>, one for each field that was not accepted. <code>error.message</code> repeats
      <code>detail</code> for clients that look there. Codes are stable; sentences are not.
    </p>
    <p>
      <code>401</code> carries <code>WWW-Authenticate</code>, <code>405</code> carries <code>Allow</code>,
      <code>429</code> and <code>503</code> carry <code>Retry-After</code>. On <code>/mcp</code> the code is
      <code>error.data.reason</code> of a JSON-RPC error.
    </p>
  </section>`;
}

function groupView({ anchor, heading, entries }: (typeof GROUPED)[number]): Html {
  return html`<section>
    <h2 id="${anchor}">${anchorTo(anchor, heading)}</h2>
    ${entries.map(
      ([code, { status, title, remedy }]) =>
        html`<article>
          <h3 id="${code}">${anchorTo(code, html`<code>${code}</code>`)}</h3>
          <p class="what"><span class="status">${status}</span> ${title}</p>
          <p>${prose(remedy)}</p>
        </article>`,
    )}
  </section>`;
}
