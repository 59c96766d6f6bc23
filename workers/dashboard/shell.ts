/**
 * The signed-in pages: one HTML shell for all of them, with the theme set and the page's first answers of the API in
 * it. Who is not signed in is sent to sign in and comes back; a deployment without an owner is sent to its setup.
 */
import { Hono } from "hono";
import { DASHBOARD_PATHS, firstRequests } from "#shared/dashboard/pages.ts";
import { restRoutes } from "#workers/api/rest.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { refusalOfThrow } from "#workers/http/refusal-of-throw.ts";
import { isSetUp } from "#workers/people/set-up.ts";
import { pageHeaders, THEME_SCRIPT } from "./content-security-policy.ts";

export const shellRoutes = new Hono<AppEnv>().get("/", (c) => c.redirect(`/keys${new URL(c.req.url).search}`));

for (const path of DASHBOARD_PATHS) shellRoutes.get(path, serveShell);

async function serveShell(c: AppContext): Promise<Response> {
  const url = new URL(c.req.url);
  const requests = firstRequests(url);
  const answers = await Promise.all(requests.map((request, index) => askApi(c, request, index > 0)));
  const [session] = answers;
  if (session === undefined || session.status === 401) return sendAway(c, url);
  if (!session.ok) return session;
  const shell = await fillShell(c.env, await bootOf(requests, answers));
  for (const cookie of session.headers.getSetCookie()) shell.headers.append("Set-Cookie", cookie);
  return shell;
}

/** NOTE: what is thrown comes out again; Hono's own handler prints it whole, with the values of D1's statements. */
const api = new Hono<AppEnv>().route("/", restRoutes).onError((thrown) => {
  throw thrown;
});

/** By the same routes, guards and use cases as everybody else's requests. What `mayFail` is logged, and answers 500. */
async function askApi(c: AppContext, request: string, mayFail: boolean): Promise<Response> {
  const headers = new Headers({ cookie: c.req.header("cookie") ?? "" });
  const url = new URL(request, c.req.url);
  const inner = new Request(url, { headers });
  try {
    return await api.fetch(inner, c.env, c.executionCtx);
  } catch (thrown) {
    if (!mayFail) throw thrown;
    refusalOfThrow(thrown, c.get("requestId"));
    return new Response(null, { status: 500 });
  }
}

async function sendAway(c: AppContext, { pathname, search }: URL): Promise<Response> {
  if (!(await isSetUp(c.env.DB))) return c.redirect("/setup");
  return c.redirect(`/sign-in?to=${encodeURIComponent(`${pathname}${search}`)}`);
}

/** Answers by the request they belong to; what failed is left out, and the page asks again and shows why. */
async function bootOf(requests: readonly string[], answers: readonly Response[]): Promise<Record<string, unknown>> {
  const entries = await Promise.all(
    answers.map(async (answer, index) => {
      const request = requests[index];
      return answer.ok && request !== undefined ? [[request, await answer.json()] as const] : [];
    }),
  );
  return Object.fromEntries(entries.flat());
}

async function fillShell(env: Env, boot: Record<string, unknown>): Promise<Response> {
  // NOTE: "/" serves index.html; "/index.html" would be a redirect to it. Nobody's host: the binding looks at the path.
  const page = await env.ASSETS.fetch("https://assets.invalid/");
  if (!page.ok) throw new Error("the dashboard is not built: npm run build");
  // NOTE: `<` is escaped, so that no text in it can end the element. Data needs no hash in the policy.
  const json = JSON.stringify(boot).replaceAll("<", String.raw`\u003c`);
  const filled = new HTMLRewriter()
    .on("head", { element: (head) => void head.prepend(`<script>${THEME_SCRIPT}</script>`, { html: true }) })
    .on("body", {
      element: (body) => void body.append(`<script id="boot" type="application/json">${json}</script>`, { html: true }),
    })
    .transform(page);
  // The asset's ETag and caching do not describe what was made for one person.
  return new Response(filled.body, { headers: await pageHeaders() });
}
