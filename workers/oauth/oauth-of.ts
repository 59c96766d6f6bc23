/**
 * The authorization server that a request has come to. Loads the library only when it is first asked for: the way of a
 * key does without.
 */
import type { AppContext } from "#workers/http/app-env.ts";
import { isOAuthOrigin } from "#workers/http/origin.ts";
import type { AuthorizationServer } from "./authorization-server.ts";

/** The server, with a store for this request alone. */
export type OAuth = {
  /** Has the library answer one of its endpoints. */
  readonly ask: (request: Request) => Promise<Response>;
  /** The library's helpers for the page that asks for consent. */
  readonly api: ReturnType<AuthorizationServer["getOAuthApi"]>;
};

/** Whether the library may fetch the document that a client id names. */
export type Reading = { readonly readsDocuments: boolean };

/** A deployment answers under few names; whoever sends made-up ones only costs themselves the making. */
const SERVERS_MAX = 16;
const servers = new Map<string, AuthorizationServer>();

/** `null` where the origin is neither https nor loopback: OAuth 2.1 is not spoken there, API keys still work. */
export async function oauthOf(c: AppContext, reading: Reading = { readsDocuments: true }): Promise<OAuth | null> {
  const { origin } = new URL(c.req.url);
  if (!isOAuthOrigin(origin)) return null;
  const [{ createAuthorizationServer }, { OAuthStore }] = await Promise.all([
    import("./authorization-server.ts"),
    import("./oauth-store.ts"),
  ]);
  if (servers.size >= SERVERS_MAX) servers.clear();
  const name = `${origin} ${String(reading.readsDocuments)}`;
  const server = servers.get(name) ?? createAuthorizationServer(origin, reading);
  servers.set(name, server);
  const env = { OAUTH_KV: new OAuthStore(c.env.DB), DB: c.env.DB };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Hono names a part of what the runtime gives
  const context = c.executionCtx as ExecutionContext;
  return { ask: (request) => server.fetch(request, env, context), api: server.getOAuthApi(env) };
}
