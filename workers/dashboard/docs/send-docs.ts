/** A page of the documentation as an answer: the same for everybody, and nothing that a caller sent is in it. */
import { html } from "hono/html";
import type { AppContext } from "#workers/http/app-env.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import { builtAssets } from "../built-assets.ts";
import { readingPolicy } from "../content-security-policy.ts";
import { type Page, page } from "./page.ts";

/** A cache may share it for a while. A deployment without built assets still has pages that read well. */
export async function sendDocs(c: AppContext, shown: Page): Promise<Response> {
  c.header("Cache-Control", "public, max-age=300");
  return send(c, shown, 200);
}

/** For an address below `/docs` that has no page. */
export async function docsNotFound(c: AppContext): Promise<Response> {
  c.set("refusalCode", "not_found");
  c.header("Cache-Control", "no-store");
  return send(c, NOTHING, 404);
}

const NOTHING: Page = {
  title: "Nothing is here",
  lead: "The documentation has no page at this address.",
  current: null,
  contents: [],
  body: [html`<p>Read <a href="/docs">the API and MCP</a>, or <a href="/docs/errors">what each error means</a>.</p>`],
};

async function send(c: AppContext, shown: Page, status: 200 | 404): Promise<Response> {
  const assets = await builtAssets(c.env).catch((error: unknown) => {
    logEvent("error", "no_built_assets", { request_id: c.get("requestId"), error: describeError(error) });
    return null;
  });
  c.header("Content-Security-Policy", await readingPolicy());
  return c.html(page(shown, assets?.docsStylesheet ?? null), status);
}
