/** Every error code, with what to do. `type` of a problem points to its entry here. */
import { html } from "hono/html";
import { REFUSALS } from "#shared/refusals.ts";
import { type Html, prose } from "./page.ts";

const ENTRIES = Object.entries(REFUSALS).toSorted(([a], [b]) => a.localeCompare(b));

/** The codes, for the table of contents. */
export const ERRORS_CONTENTS = ENTRIES.map(([code]) => ({ anchor: code, title: code }));

/** How errors read, and each of them under its code. */
export function errorsView(): Html {
  return html`
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
    ${ENTRIES.map(
      ([code, { status, title, remedy }]) =>
        html`<article>
          <h2 id="${code}"><code>${code}</code></h2>
          <p><b>${status}</b> ${title}</p>
          <p>${prose(remedy)}</p>
        </article>`,
    )}
  `;
}
