/** A client that connects by OAuth, step by step: registers, is allowed by a person, exchanges its code, refreshes. */
import { env } from "cloudflare:workers";
import { z } from "zod";
import { mintId, type WorkspaceId } from "#shared/ids.ts";
import type { Scope } from "#shared/scopes.ts";
import { createAuthorizationServer } from "#workers/oauth/authorization-server.ts";
import { OAuthStore } from "#workers/oauth/oauth-store.ts";
import { type Answer, call, type Person } from "./world.ts";

export const ORIGIN = "https://latchkey.test";
export const REDIRECT_URI = "http://127.0.0.1:33418/callback";

/** What a client has of its connection. */
export type Tokens = { readonly access: string; readonly refresh: string; readonly scope: string };
export type Verifier = { readonly verifier: string; readonly challenge: string };

const registered = z.object({ client_id: z.string() });
const issued = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  scope: z.string(),
  token_type: z.literal("bearer"),
});

/** Registers a public client; its id. */
export async function register(wish: Record<string, unknown> = {}): Promise<string> {
  const body = {
    client_name: "A client",
    redirect_uris: [REDIRECT_URI],
    token_endpoint_auth_method: "none",
    ...wish,
  };
  return registered.parse((await call("POST", "/oauth/register", { body })).body).client_id;
}

/** A PKCE pair (RFC 7636 §4). */
export async function newVerifier(): Promise<Verifier> {
  const verifier = mintId(64);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  return { verifier, challenge: digest.toBase64({ alphabet: "base64url", omitPadding: true }) };
}

/** The address that a client sends a person to. */
export function authorizeUrl(clientId: string, challenge: string, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    code_challenge: challenge,
    code_challenge_method: "S256",
    state: "the-state",
    scope: "mcp:read mcp:write mcp:execute",
    resource: `${ORIGIN}/mcp`,
    ...more,
  });
  return `${ORIGIN}/oauth/authorize?${query.toString()}`;
}

export type Consent = {
  readonly person: Person;
  readonly workspaces: readonly WorkspaceId[];
  readonly scopes?: readonly Scope[];
};

/** A code, as the consent page gets it from the library and writes the app's row; that page has tests of its own. */
export async function allow(url: string, { person, workspaces, scopes = ["mcp:read"] }: Consent): Promise<string> {
  const api = createAuthorizationServer(ORIGIN, { readsDocuments: true }).getOAuthApi({
    OAUTH_KV: new OAuthStore(env.DB),
    DB: env.DB,
  });
  const request = await api.parseAuthRequest(new Request(url));
  const { redirectTo } = await api.completeAuthorization({
    request,
    userId: person.id,
    metadata: {},
    props: {},
    scope: [...scopes],
  });
  const code = new URL(redirectTo).searchParams.get("code") ?? "";
  const id = `app_${code.split(":")[1] ?? ""}`;
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO connected_apps (id, owner_id, client_id, name, redirect_host, is_loopback, scopes, created_at, updated_at)
       VALUES (?1, ?2, ?3, 'A client', '127.0.0.1', 1, ?4, ?5, ?5)`,
    ).bind(id, person.id, request.clientId, JSON.stringify(scopes), Date.now()),
    env.DB.prepare(
      "INSERT INTO connected_app_workspaces (app_id, workspace_id) SELECT ?1, value FROM json_each(?2)",
    ).bind(id, JSON.stringify(workspaces)),
  ]);
  return code;
}

/** One request to the token endpoint. */
export function askForToken(fields: Readonly<Record<string, string>>): Promise<Answer> {
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  return call("POST", "/oauth/token", { headers, raw: new URLSearchParams(fields).toString() });
}

export function tokensIn(answer: Answer): Tokens {
  const tokens = issued.parse(answer.body);
  return { access: tokens.access_token, refresh: tokens.refresh_token, scope: tokens.scope };
}

/** A client that a person has connected. */
export type Connected = Tokens & {
  readonly clientId: string;
  readonly appId: string;
  readonly code: string;
} & Verifier;

export async function connect(consent: Consent): Promise<Connected> {
  const [clientId, pair] = await Promise.all([register(), newVerifier()]);
  const code = await allow(authorizeUrl(clientId, pair.challenge), consent);
  const tokens = tokensIn(await askForToken(codeFields({ clientId, code, ...pair })));
  return { ...tokens, ...pair, clientId, code, appId: `app_${code.split(":")[1] ?? ""}` };
}

export function codeFields({
  clientId,
  code,
  verifier,
}: Pick<Connected, "clientId" | "code" | "verifier">): Record<string, string> {
  return {
    grant_type: "authorization_code",
    client_id: clientId,
    code,
    code_verifier: verifier,
    redirect_uri: REDIRECT_URI,
  };
}

export function refresh({ clientId, refresh: token }: Pick<Connected, "clientId" | "refresh">): Promise<Answer> {
  return askForToken({ grant_type: "refresh_token", client_id: clientId, refresh_token: token });
}

/** What the access token opens: the status, and the tools that are listed. */
export async function listTools(token: string): Promise<Answer> {
  return call("POST", "/mcp", { key: token, body: { jsonrpc: "2.0", id: 1, method: "tools/list" } });
}
