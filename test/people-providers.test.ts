/** Signing in by another site: GitHub's side is played by the test, everything on ours is real. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import worker from "#workers/main.ts";
import { claimed, ORIGIN } from "./people.ts";
import { call, newPerson, newWorld } from "./world.ts";

const WITH_GITHUB = { ...env, GITHUB_CLIENT_ID: "client-of-the-tests", GITHUB_CLIENT_SECRET: "secret-of-the-tests" };
const PROVIDER_TOKENS = {
  access_token: "gho_access",
  refresh_token: "ghr_refresh",
  token_type: "bearer",
  scope: "user:email",
};

beforeAll(claimed);
afterEach(() => {
  vi.unstubAllGlobals();
});

async function open(path: string, cookies: Map<string, string>): Promise<Response> {
  const context = createExecutionContext();
  const Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const request = new Request<unknown, IncomingRequestCfProperties>(`${ORIGIN}${path}`, {
    headers: { Accept: "text/html", Cookie },
    redirect: "manual",
  });
  const response = await worker.fetch(request, WITH_GITHUB, context);
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ""] = cookie.split(";");
    cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
  }
  await waitOnExecutionContext(context);
  return response;
}

/** Answers as api.github.com does for one account. */
function playGithub(email: string, verified: boolean): void {
  vi.stubGlobal("fetch", async (input: RequestInfo | URL) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (pathname === "/login/oauth/access_token") return Response.json(PROVIDER_TOKENS);
    if (pathname === "/user")
      return Response.json({ id: 7_000_000 + email.length, login: "cleo", name: "Cleo", email });
    return Response.json([{ email, primary: true, verified, visibility: null }]);
  });
}

/** From the button to where it all ends. */
async function signInByGithub(cookies: Map<string, string>, to = "/keys"): Promise<string> {
  const start = await open(`/sign-in/github?to=${encodeURIComponent(to)}`, cookies);
  const away = new URL(start.headers.get("location") ?? "");
  expect([start.status, away.origin + away.pathname]).toEqual([302, "https://github.com/login/oauth/authorize"]);
  expect(away.searchParams.get("redirect_uri")).toBe(`${ORIGIN}/api/auth/callback/github`);
  const state = away.searchParams.get("state") ?? "";
  const back = await open(`/api/auth/callback/github?code=abc&state=${state}`, cookies);
  return back.headers.get("location") ?? "";
}

test("the button is there when the provider is set up, and leads nowhere when it is not", async () => {
  const page = await open("/sign-in", new Map());
  expect(await page.text()).toMatch(/href="\/sign-in\/github\?to=%2Fkeys">Continue with GitHub</);
  expect((await open("/sign-in/google", new Map())).status).toBe(404);
  expect((await call("GET", "/sign-in/github")).status).toBe(404);
  expect((await call("GET", "/sign-in")).text).not.toContain("GitHub");
});

test("nobody becomes a user by a provider without an invitation, or with somebody else's", async () => {
  const world = await newWorld();
  const invited = await call("POST", `/v1/workspaces/${world.workspace}/invitations`, {
    key: world.key.secret,
    body: { email: "invited@example.com" },
  });
  const { pathname } = new URL(z.object({ url: z.string() }).parse(invited.body).url);
  const [stranger, thief, unverified] = [
    new Map<string, string>(),
    new Map<string, string>(),
    new Map<string, string>(),
  ];
  playGithub("eve@example.com", true);
  expect(await signInByGithub(stranger)).toContain("/sign-in?error=by_invitation");
  vi.unstubAllGlobals();
  await open(pathname, thief);
  playGithub("eve@example.com", true);
  expect(await signInByGithub(thief)).toContain("/sign-in?error=by_invitation");
  vi.unstubAllGlobals();
  await open(pathname, unverified);
  playGithub("invited@example.com", false);
  expect(await signInByGithub(unverified)).toContain("/sign-in?error=by_invitation");
  const count = await env.DB.prepare(
    "SELECT count(*) AS n FROM user WHERE email IN ('eve@example.com', 'invited@example.com')",
  ).first("n");
  expect(count).toBe(0);
  const told = await open("/sign-in?error=by_invitation", new Map());
  expect(await told.text()).toContain("Open your invitation");
});

test("an invited person comes in by a provider, accepts, and no token of the provider is kept", async () => {
  const world = await newWorld();
  const invited = await call("POST", `/v1/workspaces/${world.workspace}/invitations`, {
    key: world.key.secret,
    body: { email: "cleo@example.com" },
  });
  const { pathname } = new URL(z.object({ url: z.string() }).parse(invited.body).url);
  const cookies = new Map<string, string>();
  await open(pathname, cookies);
  playGithub("cleo@example.com", true);
  expect(await signInByGithub(cookies, pathname)).toBe(pathname);
  vi.unstubAllGlobals();
  expect(await (await open(pathname, cookies)).text()).toContain("Not now?");
  const accounts = (await env.DB.prepare("SELECT * FROM account").all()).results;
  expect([accounts.length, JSON.stringify(accounts).match(/gho_|ghr_/)]).toEqual([1, null]);
  playGithub("cleo@example.com", true);
  expect(await signInByGithub(new Map(), "//evil.example")).toBe("/keys");
});

test("a provider's word opens no account that was made in another way", async () => {
  const ada = await newPerson("Ada");
  playGithub(ada.email, false);
  expect(await signInByGithub(new Map())).toMatch(/\/sign-in\?error=account_not_linked/);
  expect(await env.DB.prepare("SELECT count(*) AS n FROM account WHERE user_id = ?1").bind(ada.id).first("n")).toBe(0);
});
