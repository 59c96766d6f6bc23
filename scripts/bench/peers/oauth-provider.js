/**
 * The token check of `@cloudflare/workers-oauth-provider`, on KV: an access token got by an authorization code, as an
 * MCP client gets one. JavaScript, because the package is installed for the bench alone.
 */
import { getOAuthApi, OAuthProvider } from "@cloudflare/workers-oauth-provider";
import { WorkerEntrypoint } from "cloudflare:workers";
import { Hono } from "hono";
import { ANSWER } from "../workers/answer.ts";

/** As the load names it: the token is good for this resource alone. */
const ORIGIN = "http://localhost:8787";
const REDIRECT = "https://client.example/callback";
const USER = "ada";

const app = new Hono().get("/v1/me", (c) => c.json(ANSWER));

const options = {
  apiRoute: "/v1/me",
  apiHandler: { fetch: app.fetch },
  defaultHandler: { fetch: () => new Response("not found", { status: 404 }) },
  authorizeEndpoint: "/authorize",
  tokenEndpoint: "/oauth/token",
  clientRegistrationEndpoint: "/register",
  scopesSupported: ["mcp:read"],
  resourceMetadata: { resource: `${ORIGIN}/v1/me`, authorization_servers: [ORIGIN] },
};
const provider = new OAuthProvider(options);

/** `POST` gets a token and answers it, `DELETE` revokes its grant. */
export class Seed extends WorkerEntrypoint {
  async fetch(request) {
    const api = getOAuthApi(options, this.env);
    if (request.method === "DELETE") {
      const { items } = await api.listUserGrants(USER);
      for (const { id } of items) await api.revokeGrant(id, USER);
      return new Response(null, { status: 204 });
    }
    return Response.json({ secrets: [await this.#getToken(api)] });
  }

  async #getToken(api) {
    const client = await api.createClient({
      redirectUris: [REDIRECT],
      tokenEndpointAuthMethod: "none",
      clientName: "Bench",
    });
    const verifier = "a-verifier-that-only-the-bench-uses-0123456789-abcdefgh";
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
    const asked = new URL("/authorize", ORIGIN);
    asked.search = new URLSearchParams({
      response_type: "code",
      client_id: client.clientId,
      redirect_uri: REDIRECT,
      scope: "mcp:read",
      state: "state",
      resource: `${ORIGIN}/v1/me`,
      code_challenge: digest.toBase64({ alphabet: "base64url", omitPadding: true }),
      code_challenge_method: "S256",
    }).toString();
    const granted = await api.completeAuthorization({
      request: await api.parseAuthRequest(new Request(asked)),
      userId: USER,
      metadata: {},
      scope: ["mcp:read"],
      props: { userId: USER },
    });
    const exchange = new Request(new URL("/oauth/token", ORIGIN), {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        code: new URL(granted.redirectTo).searchParams.get("code"),
        redirect_uri: REDIRECT,
        client_id: client.clientId,
        code_verifier: verifier,
      }),
    });
    const answer = await provider.fetch(exchange, this.env, this.ctx);
    const { access_token: token, ...rest } = await answer.json();
    if (token === undefined) throw new Error(`no token was given: ${JSON.stringify(rest)}`);
    return token;
  }
}

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default { fetch: (request, env, ctx) => provider.fetch(request, env, ctx) };
