/** Small pieces that the pages of the documentation share. */
import { html } from "hono/html";
import type { Html } from "./page.ts";

/** What a heading has in it: its text, as a link to itself. The heading carries the id. */
export function anchorTo(anchor: string, text: Html | string): Html {
  return html`<a class="anchor" href="#${anchor}">${text}</a>`;
}

type Code = {
  /** Its caption. */
  readonly title: string;
  readonly text: string;
};

/** Text to copy exactly as it is. Long lines wrap where they are shown, and stay one line when copied. */
export function codeBlock({ title, text }: Code): Html {
  return html`<figure class="code">
    <figcaption>${title}</figcaption>
    <pre><code>${text}</code></pre>
  </figure>`;
}

/** Text with `code` in backticks, as our descriptions have it. */
export function prose(text: string): Html {
  return html`${text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
