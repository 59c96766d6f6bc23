/** `/docs`, as a browser gets it. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { html } from "hono/html";
import { expect, test } from "vitest";
import { z } from "zod";
import { REFUSALS } from "#shared/refusals.ts";
import { apiModelOf } from "#workers/api/docs/api-model.ts";
import { page } from "#workers/api/docs/page.ts";
import { referenceView } from "#workers/api/docs/reference-view.ts";
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
    Object.keys(methods).map((method) => `<p class="route"><code><b>${method.toUpperCase()}</b> ${path}</code></p>`),
  );
  expect(routes.length).toBeGreaterThan(40);
  for (const route of routes) expect(text).toContain(route);
  for (const scope of ["mcp:read", "mcp:write", "mcp:execute", "keys:manage"]) {
    expect(text).toContain(`Needs the scope <code>${scope}</code>.`);
  }
});

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
    const answers = await Promise.all([...new Set(addresses)].map(get));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    expect(headings.filter((level) => level === 1)).toEqual([1]);
    expect(headings.filter((level, index) => level > (headings[index - 1] ?? 0) + 1)).toEqual([]);
  },
);

test.each(["/docs", "/docs/errors", "/docs/style.css"])(
  "%s: runs no script and loads its own style alone",
  async (path) => {
    const response = await get(path);
    const csp = response.headers.get("content-security-policy") ?? "";
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain("style-src 'self'");
    expect(csp).not.toContain("unsafe");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("cache-control")).toBe("public, max-age=300");
    expect(await response.text()).not.toMatch(/<script|<style|\son\w+=|\sstyle=|https?:\/\/(?!localhost)/i);
  },
);

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
  const contents = [{ anchor: HOSTILE, title: HOSTILE }];
  const text = String(await page({ title: HOSTILE, current: "/docs", contents, body: [referenceView(model), html``] }));
  expect(text).not.toMatch(/<img/i);
  expect(text).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
  const attributes = text.match(/(?:id|href)="[^"]*"/g) ?? [];
  expect(attributes.filter((attribute) => /[<>]/.test(attribute))).toEqual([]);
});
