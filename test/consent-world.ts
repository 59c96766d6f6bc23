/** Apps that register themselves and send somebody's browser to the page that asks for consent. */
import { env, exports } from "cloudflare:workers";
import { z } from "zod";
import { type Browser, newBrowser, type Shown } from "./browser.ts";
import { claimed, ORIGIN, signIn } from "./people.ts";
import { call, type Person } from "./world.ts";

/** An app of the test's, as registration knows it. */
export type Client = { readonly id: string; readonly redirectUri: string };

const registeredSchema = z.object({ client_id: z.string() });

type Metadata = {
  readonly client_name?: string;
  readonly redirect_uri?: string;
  readonly token_endpoint_auth_method?: string;
};

/** Registers itself, as any stranger can. */
export async function register(metadata: Metadata = {}): Promise<Client> {
  const { redirect_uri: redirectUri = "http://localhost:33418/callback", ...rest } = metadata;
  const body = {
    client_name: "Claude Code",
    token_endpoint_auth_method: "none",
    ...rest,
    redirect_uris: [redirectUri],
  };
  const answer = await call("POST", "/oauth/register", { body });
  return { id: registeredSchema.parse(answer.body).client_id, redirectUri };
}

/** `base64url(sha256("v".repeat(43)))`'s verifier. */
const VERIFIER = "v".repeat(43);

/** The address that an app sends its person to; `changes` replaces parameters, "" leaves one out. */
export async function authorizePath(client: Client, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(VERIFIER));
  const parameters = {
    response_type: "code",
    client_id: client.id,
    redirect_uri: client.redirectUri,
    scope: "mcp:read",
    state: "st&te=1",
    code_challenge: new Uint8Array(digest).toBase64({ alphabet: "base64url", omitPadding: true }),
    code_challenge_method: "S256",
    resource: `${ORIGIN}/mcp`,
    ...changes,
  };
  const kept = Object.entries(parameters).filter(([, value]) => value !== "");
  return `/oauth/authorize?${new URLSearchParams(kept).toString()}`;
}

/** A browser in which the person is signed in. */
export async function browserOf(person: Person): Promise<Browser> {
  await claimed();
  const browser = newBrowser();
  const [name = "", value = ""] = (await signIn(person)).cookie.Cookie.split(/=(.*)/s);
  browser.cookies.set(name, value);
  return browser;
}

/** The page's handle; empty where it is no consent page. */
export function handleOf({ html }: Shown): string {
  return /name="handle" value="([^"]+)"/.exec(html)?.[1] ?? "";
}

type Fields = readonly (readonly [string, string])[];

/** What the form says when it is sent, from one of our own pages unless another `origin` is said. Fields come as often as they are listed. */
export async function answerForm(
  browser: Browser,
  path: string,
  sent: Fields | { readonly fields: Fields; readonly origin: string | null },
): Promise<{ readonly status: number; readonly headers: Headers; readonly location: string; readonly html: string }> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const { fields, origin } = "fields" in sent ? sent : { fields: sent, origin: ORIGIN };
  const body = new URLSearchParams(fields.map(([name, value]) => [name, value]));
  const init = { method: "POST", body, redirect: "manual" } as const;
  const response = await exports.default.fetch(`${ORIGIN}${path}`, {
    ...init,
    headers: { Accept: "text/html", Cookie: cookie, ...(origin === null ? {} : { Origin: origin }) },
  });
  const html = await response.text();
  return { status: response.status, headers: response.headers, location: response.headers.get("location") ?? "", html };
}

/** The code's exchange, as the app asks for it. */
export function exchange(client: Client, code: string): ReturnType<typeof call> {
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    client_id: client.id,
    redirect_uri: client.redirectUri,
    code_verifier: VERIFIER,
    resource: `${ORIGIN}/mcp`,
  });
  return call("POST", "/oauth/token", {
    raw: form.toString(),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
}

/** Whom the page says that it was shown to. */
export function shownTo({ id }: Person): readonly [string, string] {
  return ["person", id];
}

/** The button. */
export const ALLOW = ["decision", "allow"] as const;

type Wish = { readonly workspaces?: readonly string[]; readonly scopes?: readonly string[]; readonly path?: string };

type Allowed = {
  readonly browser: Browser;
  readonly page: Shown;
  readonly answer: Awaited<ReturnType<typeof answerForm>>;
};

/** The whole story up to the redirect. */
export async function allow(
  person: Person,
  client: Client,
  { workspaces = [], scopes = [], path }: Wish,
): Promise<Allowed> {
  const browser = await browserOf(person);
  const at = path ?? (await authorizePath(client));
  const page = await browser.open(at);
  const ticks = [
    ...workspaces.map((id) => ["workspace", id] as const),
    ...scopes.map((scope) => ["scope", scope] as const),
  ];
  const answer = await answerForm(browser, at, [["handle", handleOf(page)], shownTo(person), ...ticks, ALLOW]);
  return { browser, page, answer };
}

/** The rows of the person's apps, the oldest first. */
export async function apps(person: Person): Promise<Record<string, unknown>[]> {
  const { results } = await env.DB.prepare(
    `SELECT a.*, (SELECT json_group_array(workspace_id) FROM connected_app_workspaces WHERE app_id = a.id) AS reach
     FROM connected_apps a WHERE owner_id = ?1 ORDER BY created_at`,
  )
    .bind(person.id)
    .all();
  return results;
}
