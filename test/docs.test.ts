/** `/docs`, as a browser gets it. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { html } from "hono/html";
import { expect, test } from "vitest";
import { z } from "zod";
import { MCP_CLIENTS } from "#shared/mcp-clients.ts";
import { connect } from "#shared/mcp-clients/connect.ts";
import { REFUSALS } from "#shared/refusals.ts";
import { apiModelOf } from "#workers/dashboard/docs/api-model.ts";
import { page } from "#workers/dashboard/docs/page.ts";
import { referenceView } from "#workers/dashboard/docs/reference-view.ts";
import { app } from "#workers/app.ts";

async function get(path: string): Promise<Response> {
  return app.request(path, {}, env, createExecutionContext());
}

type Outline = { readonly ids: string[]; readonly links: string[]; readonly headings: number[] };

async function outlineOf(path: string): Promise<Outline> {
  const outline: Outline = { ids: [], links: [], headings: [] };
  const rewriter = new HTMLRewriter()
    .on("[id]", { element: (element) => void outline.ids.push(element.getAttribute("id") ?? "") })
    .on("a", { element: (element) => void outline.links.push(element.getAttribute("href") ?? "") })
    .on("h1, h2, h3, h4", { element: (element) => void outline.headings.push(Number(element.tagName.slice(1))) });
  await rewriter.transform(await get(path)).text();
  return outline;
}

test("every error code has its entry, where a problem's type points", async () => {
  const { ids } = await outlineOf("/docs/errors");
  expect(ids).toEqual(expect.arrayContaining(Object.keys(REFUSALS)));
  const { type } = z.object({ type: z.url() }).parse(await (await get("/v1/me")).json());
  expect(new URL(type).pathname).toBe("/docs/errors");
  expect(ids).toContain(new URL(type).hash.slice(1));
});

test("every route of the OpenAPI document is in the reference, with the access it asks for", async () => {
  const operation = z.object({ summary: z.string(), "x-required-access": z.string() });
  const { paths } = z
    .object({ paths: z.record(z.string(), z.record(z.string(), operation)) })
    .parse(await (await get("/v1/openapi.json")).json());
  const text = (await (await get("/docs")).text()).replaceAll(/\s+/g, " ");
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => {
      const name = method.toUpperCase();
      return `<p class="route"><code><b data-method="${name}">${name}</b> ${path}</code></p>`;
    }),
  );
  expect(routes.length).toBeGreaterThan(40);
  for (const route of routes) expect(text).toContain(route);
  for (const scope of ["mcp:read", "mcp:write", "mcp:execute", "keys:manage"]) {
    expect(text).toContain(`Needs the scope <code>${scope}</code>.`);
  }
  expect(text).toContain("For people who signed in");
  expect(text).not.toContain("the scope <code>session</code>");
});

/** Pages of the dashboard are for whoever signs in, or sets it up, first. */
function isThere(address: string, status: number): boolean {
  return status === 200 || (status === 302 && /^\/(?:keys|sign-in)/.test(address));
}

test.each(["/docs", "/docs/errors"])(
  "%s: links lead somewhere, ids are one of a kind, headings descend",
  async (path) => {
    const { ids, links, headings } = await outlineOf(path);
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.length).toBeGreaterThan(5);
    const [fragments, addresses] = [
      links.filter((link) => link.startsWith("#")),
      links.filter((link) => link.startsWith("/")),
    ];
    expect(fragments.length + addresses.length).toBe(links.length);
    expect(fragments.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
    const own = new Set(addresses.map((address) => address.split("#")[0] ?? ""));
    const answers = await Promise.all(
      [...own].map(async (address) => ({ address, status: (await get(address)).status })),
    );
    expect(answers.filter(({ address, status }) => !isThere(address, status))).toEqual([]);
    expect(headings.filter((level) => level === 1)).toEqual([1]);
    expect(headings.filter((level, index) => level > (headings[index - 1] ?? 0) + 1)).toEqual([]);
  },
);

test.each(["/docs", "/docs/errors"])("%s: runs the theme alone, and loads our own style alone", async (path) => {
  const response = await get(path);
  const csp = response.headers.get("content-security-policy") ?? "";
  const text = await response.text();
  const scripts = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script = ""]) => script);
  const digests = await Promise.all(scripts.map(sha256));
  expect(csp).toContain("default-src 'none'");
  expect(csp.match(/script-src[^;]*/)?.[0]).toBe(
    `script-src ${digests.map((digest) => `'sha256-${digest}'`).join(" ")}`,
  );
  expect(scripts).toHaveLength(1);
  expect(csp).toContain("style-src 'self'");
  expect(csp).not.toContain("unsafe");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("cache-control")).toBe("public, max-age=300");
  expect(text).not.toMatch(/<style|\son\w+=|\sstyle=|https?:\/\/(?!localhost)/i);
  const [, stylesheet = ""] = /<link rel="stylesheet" href="([^"]+)"/.exec(text) ?? [];
  expect(stylesheet).toMatch(/^\/assets\/docs-[\w-]+\.css$/);
  const style = await env.ASSETS.fetch(`https://assets.invalid${stylesheet}`);
  expect(style.status).toBe(200);
  expect(await style.text()).not.toMatch(/url\((?!["']?\/assets\/)/);
});

async function sha256(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toBase64();
}

const ASKED = {
  name: "latchkey",
  url: "http://localhost/mcp",
  key: null,
  envVar: "LATCHKEY_API_KEY",
  shell: "bash",
  secret: "env",
  allowsQuery: false,
} as const;

test("the quickstart has the connect helper's own lines, and a link to it for every client", async () => {
  const { links } = await outlineOf("/docs");
  const shown: string[] = [];
  const rewriter = new HTMLRewriter().on("pre code", {
    element: () => void shown.push(""),
    text: ({ text }) => void shown.push(`${shown.pop() ?? ""}${text}`),
  });
  await rewriter.transform(await get("/docs")).text();
  const texts = shown.map((text) => text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&"));
  for (const id of ["claude-code", "codex"] as const) {
    const connected = connect(id, ASKED);
    const lines = connected.kind === "ready" ? connected.blocks.filter((block) => block.kind === "command") : [];
    expect(texts).toEqual(expect.arrayContaining(lines.slice(0, 2).map(({ text }) => text)));
    expect(lines.length).toBeGreaterThan(1);
  }
  expect(links).toEqual(expect.arrayContaining(MCP_CLIENTS.map(({ id }) => `/keys?connect=${id}`)));
});

test("who reads a wrong address below /docs is led back, and nothing of it is kept", async () => {
  const init = { headers: { Accept: "text/html" } };
  const response = await app.request("/docs/nowhere", init, env, createExecutionContext());
  expect(response.status).toBe(404);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("content-security-policy")).toContain("script-src 'sha256-");
  expect(await response.text()).toMatch(/<h1>Nothing is here<\/h1>[\s\S]*href="\/docs\/errors"/);
});

test("nothing that a caller sends is in a page", async () => {
  const hostile = encodeURIComponent(`"><script>alert(1)</script>`);
  const plain = await (await get("/docs")).text();
  expect(await (await get(`/docs?q=${hostile}`)).text()).toBe(plain);
  expect((await get(`/docs/${hostile}`)).headers.get("content-type")).toContain("application/problem+json");
});

const HOSTILE = `<img src=x onerror="alert(1)">'\``;

test("hostile text in a document, a title or a link is text", async () => {
  const schema = { type: "string", description: HOSTILE, pattern: HOSTILE, enum: [HOSTILE], default: HOSTILE };
  const object = { type: "object", properties: { [HOSTILE]: schema } };
  const operation = {
    summary: HOSTILE,
    description: HOSTILE,
    tags: [HOSTILE],
    "x-required-access": HOSTILE,
    parameters: [{ name: HOSTILE, in: "query", schema }],
    requestBody: { content: { "application/json": { schema: object } } },
    responses: { [HOSTILE]: { description: HOSTILE, content: { "application/json": { schema } } } },
  };
  const model = apiModelOf({
    paths: { [HOSTILE]: { [HOSTILE]: operation } },
    components: { schemas: { [HOSTILE]: object } },
  });
  const contents = [{ heading: HOSTILE, entries: [{ anchor: HOSTILE, title: HOSTILE }] }];
  const body = [referenceView(model), html``];
  const text = String(await page({ title: HOSTILE, lead: HOSTILE, current: "/docs", contents, body }, HOSTILE));
  expect(text).not.toMatch(/<img src=x/i);
  expect(text).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
  const attributes = text.match(/(?:id|href)="[^"]*"/g) ?? [];
  expect(attributes.filter((attribute) => /[<>]/.test(attribute))).toEqual([]);
});
