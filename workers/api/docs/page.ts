/** The shell of every page of the documentation. Everything that is put into a page is escaped by `html`. */
import { html } from "hono/html";

/** What `html` makes. */
export type Html = ReturnType<typeof html>;

type Page = {
  readonly title: string;
  /** Which entry of the menu this page is. */
  readonly current: "/docs" | "/docs/errors";
  readonly contents: readonly { readonly anchor: string; readonly title: string }[];
  readonly body: readonly Html[];
};

const MENU = [
  { href: "/docs", title: "API" },
  { href: "/docs/errors", title: "Errors" },
] as const;

/** A whole document. */
export function page({ title, current, contents, body }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Latchkey</title>
        <link rel="stylesheet" href="/docs/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <p class="brand">Latchkey</p>
          <nav aria-label="Documentation">
            ${MENU.map((entry) => menuEntry(entry, current))}<a href="/v1/openapi.json">OpenAPI</a>
          </nav>
        </header>
        <div class="columns">
          <nav class="contents" aria-label="On this page">
            <ul>
              ${contents.map((entry) => html`<li><a href="#${entry.anchor}">${entry.title}</a></li>`)}
            </ul>
          </nav>
          <main id="main" tabindex="-1">
            <h1>${title}</h1>
            ${body}
          </main>
        </div>
      </body>
    </html>`;
}

/** Text with `code` in backticks, as our descriptions have it. */
export function prose(text: string): Html {
  return html`${text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

function menuEntry({ href, title }: (typeof MENU)[number], current: string): Html {
  return href === current
    ? html`<a href="${href}" aria-current="page">${title}</a>`
    : html`<a href="${href}">${title}</a>`;
}
