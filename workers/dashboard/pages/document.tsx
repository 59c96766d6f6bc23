/** @jsxImportSource hono/jsx */
/** The HTML around every server-rendered page: theme, style sheet, one card in the middle. Works without script. */
import { html, raw } from "hono/html";
import type { Child, FC } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { AppContext } from "#workers/http/app-env.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import { type BuiltAssets, builtAssets } from "../built-assets.ts";
import { pageHeaders, THEME_SCRIPT } from "../content-security-policy.ts";

export type Page = {
  readonly title: string;
  readonly status?: ContentfulStatusCode;
  readonly body: Child;
  /** With the script that makes passkey buttons work. */
  readonly passkeys?: boolean;
  /** A content security policy other than that of most pages. */
  readonly policy?: string;
};

/** The page as an answer. A deployment without built assets still has pages that work, unadorned. */
export async function sendPage(c: AppContext, page: Page): Promise<Response> {
  const assets = await builtAssets(c.env).catch((error: unknown) => {
    logEvent("error", "no_built_assets", { request_id: c.get("requestId"), error: describeError(error) });
    return null;
  });
  for (const [name, value] of Object.entries(await pageHeaders())) c.header(name, value);
  // Links that carry a token are pages here: no other site, and no log of ours, hears more than the origin.
  c.header("Referrer-Policy", "strict-origin");
  if (page.policy !== undefined) c.header("Content-Security-Policy", page.policy);
  return c.html(html`<!doctype html>${<Document page={page} assets={assets} />}`, page.status ?? 200);
}

const Document: FC<{ page: Page; assets: BuiltAssets | null }> = ({ page, assets }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>{`${page.title} · Latchkey`}</title>
      <link rel="icon" href="/favicon.svg" />
      <script>{raw(THEME_SCRIPT)}</script>
      {assets === null ? null : <link rel="stylesheet" href={assets.stylesheet} />}
      {assets === null || page.passkeys !== true ? null : <script type="module" src={assets.passkeyScript}></script>}
    </head>
    <body>
      <main class="mx-auto grid min-h-svh w-full max-w-[440px] grid-cols-1 content-center px-4 py-10">{page.body}</main>
    </body>
  </html>
);
