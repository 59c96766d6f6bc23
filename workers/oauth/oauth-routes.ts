/**
 * How an app connects: discovery, registration, tokens. The page that asks a person is the dashboard's. Where OAuth is
 * not spoken these addresses are as unknown as any other.
 */
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { KEY_ADVICE } from "#shared/refusals.ts";
import { bringsKey } from "#workers/access/brings-key.ts";
import { CLIENT_REGISTRATIONS } from "#shared/limits.ts";
import { APP_SCOPES } from "#shared/scopes.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { isOAuthOrigin, RESOURCE_METADATA_PATH } from "#workers/http/origin.ts";
import { oauthError, oauthErrorOfThrow, tooMany } from "./oauth-error.ts";
import { type OAuth, oauthOf } from "./oauth-of.ts";
import { REGISTER_PATH, resourceOf, SERVER_METADATA_PATH, TOKEN_PATH } from "./paths.ts";
import { answerTokenRequest } from "./token-endpoint.ts";

/** A registration (RFC 7591 §2) is a few hundred bytes, and it is kept: any stranger may send one. */
const REGISTRATION_BYTES_MAX = 8 * 1024;
const TOKEN_REQUEST_BYTES_MAX = 64 * 1024;

export const oauthRoutes = new Hono<AppEnv>()
  .all(SERVER_METADATA_PATH, unlessKeyed(), byLibrary())
  .on(["GET", "HEAD"], RESOURCE_METADATA_PATH, unlessKeyed(), async (c, next) => {
    const { origin } = new URL(c.req.url);
    return isOAuthOrigin(origin) ? resourceMetadata(c, origin) : next();
  })
  .use(TOKEN_PATH, smallBody(TOKEN_REQUEST_BYTES_MAX))
  .post(TOKEN_PATH, withOAuth(answerTokenRequest))
  .all(TOKEN_PATH, byLibrary())
  .use(REGISTER_PATH, smallBody(REGISTRATION_BYTES_MAX))
  .post(REGISTER_PATH, withOAuth(register))
  .all(REGISTER_PATH, byLibrary());

/** Keeps the metadata from who has a key: what is asked for is not here then, as far as they are concerned. */
function unlessKeyed(): MiddlewareHandler<AppEnv> {
  return async function hideFromKeys(c, next) {
    return bringsKey(c) ? oauthError(c, { error: "not_found", description: KEY_ADVICE, status: 404 }) : next();
  };
}

async function register(c: AppContext, oauth: OAuth): Promise<Response> {
  if (bringsKey(c)) {
    return oauthError(c, { error: "invalid_client_metadata", description: KEY_ADVICE, status: 400 });
  }
  return (await tooMany(c, "register", CLIENT_REGISTRATIONS)) ?? libraryAnswer(c, oauth);
}

/** RFC 9728: what the MCP endpoint takes, and who gives it out. */
function resourceMetadata(c: AppContext, origin: string): Response {
  c.header("Access-Control-Allow-Origin", "*");
  return c.json({
    resource: resourceOf(origin),
    authorization_servers: [origin],
    scopes_supported: APP_SCOPES,
    bearer_methods_supported: ["header"],
    resource_name: "Latchkey",
    resource_documentation: `${origin}/docs`,
  });
}

function byLibrary(): MiddlewareHandler<AppEnv> {
  return withOAuth(libraryAnswer);
}

async function libraryAnswer(c: AppContext, { ask }: OAuth): Promise<Response> {
  return ask(c.req.raw);
}

function withOAuth(answer: (c: AppContext, oauth: OAuth) => Promise<Response>): MiddlewareHandler<AppEnv> {
  return async function answerInOAuth(c, next) {
    const oauth = await oauthOf(c);
    if (oauth === null) return next();
    try {
      const response = await answer(c, oauth);
      // Not the response itself: Hono would drop the headers that were set before it.
      return c.newResponse(response.body, response);
    } catch (thrown) {
      return oauthErrorOfThrow(c, thrown);
    }
  };
}

function smallBody(maxSize: number): MiddlewareHandler<AppEnv> {
  return bodyLimit({
    maxSize,
    onError: (c) =>
      oauthError(c, {
        error: "invalid_request",
        description: `The body is larger than ${maxSize} bytes.`,
        status: 413,
      }),
  });
}
