/**
 * The shell of every page of the documentation: a header, the contents, the text. Everything that is put into a page is
 * escaped by `html`; nothing in it needs script.
 */
import { html, raw } from "hono/html";
import { THEME_SCRIPT } from "../content-security-policy.ts";

/** What `html` makes. */
export type Html = ReturnType<typeof html>;

/** Links to parts of a page that belong together. */
export type ContentsGroup = {
  readonly heading: string;
  readonly entries: readonly { readonly anchor: string; readonly title: string }[];
};

export type Page = {
  readonly title: string;
  /** One sentence below the title. */
  readonly lead: string;
  /** Which entry of the menu this page is; `null` for none. */
  readonly current: "/docs" | "/docs/errors" | null;
  /** Without any there is no column for them. */
  readonly contents: readonly ContentsGroup[];
  readonly body: readonly Html[];
};

const MENU = [
  { href: "/docs", title: "API and MCP" },
  { href: "/docs/errors", title: "Errors" },
] as const;

// NOTE: exactly the text whose hash is in the policy, so nothing may be put around it.
const THEME = raw(`<script>${THEME_SCRIPT}</script>`);

/** A whole document. Without a style sheet, where none was built, it still reads well. */
export function page(shown: Page, stylesheet: string | null): Html {
  const { title, lead, current, contents, body } = shown;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Latchkey</title>
        <link rel="icon" href="/favicon.svg" />
        ${THEME} ${stylesheet === null ? "" : html`<link rel="stylesheet" href="${stylesheet}" />`}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        ${header(current)}
        <div class="columns">
          ${contents.length === 0 ? "" : contentsView(contents)}
          <main id="main" tabindex="-1">
            <h1>${title}</h1>
            <p class="lead">${lead}</p>
            ${body}
          </main>
        </div>
      </body>
    </html>`;
}

function header(current: Page["current"]): Html {
  return html`<header>
    <div class="bar">
      <a class="brand" href="/docs">
        <img src="/favicon.svg" width="24" height="24" alt="" /> Latchkey <span>docs</span>
      </a>
      <nav class="menu" aria-label="Documentation">
        ${MENU.map((entry) => menuEntry(entry, current))}<a href="/v1/openapi.json">OpenAPI</a>
      </nav>
      <a class="dashboard" href="/keys">Open dashboard</a>
    </div>
  </header>`;
}

function menuEntry({ href, title }: (typeof MENU)[number], current: Page["current"]): Html {
  return href === current
    ? html`<a href="${href}" aria-current="page">${title}</a>`
    : html`<a href="${href}">${title}</a>`;
}

/** Folded where there is no room for a column. Twice, of which one is shown: no style opens a `details` everywhere yet. */
function contentsView(groups: readonly ContentsGroup[]): Html {
  const list = html`${groups.map(groupView)}`;
  return html`<details class="contents-fold">
      <summary>On this page</summary>
      <nav aria-label="On this page">${list}</nav>
    </details>
    <nav class="contents" aria-label="On this page">${list}</nav>`;
}

function groupView({ heading, entries }: ContentsGroup): Html {
  return html`<p>${heading}</p>
    <ul>
      ${entries.map(({ anchor, title }) => html`<li><a href="#${anchor}">${title}</a></li>`)}
    </ul>`;
}
