/**
 * The authorization server of one origin: which endpoints there are, what may be granted, how long it lasts. The
 * library owns the protocol; whether an app is still connected, and with which scopes, is for our own row to say.
 */
import { OAuthAuthorizationServer, OAuthError } from "@cloudflare/workers-oauth-provider";
import type {
  ClientRegistrationCallbackOptions,
  ClientRegistrationCallbackResult,
  TokenExchangeCallbackOptions,
  TokenExchangeCallbackResult,
} from "@cloudflare/workers-oauth-provider";
import { z } from "zod";
import { appIdSchema } from "#shared/ids.ts";
import { ACCESS_TOKEN_SECONDS, APP_IDLE_SECONDS, CLIENT_IDLE_SECONDS } from "#shared/limits.ts";
import { scopeSchema } from "#shared/scope-schema.ts";
import { APP_SCOPES } from "#shared/scopes.ts";
import { logEvent } from "#workers/http/log.ts";
import type { OAuthStore } from "./oauth-store.ts";
import { AUTHORIZE_PATH, REGISTER_PATH, resourceOf, TOKEN_PATH } from "./paths.ts";

/** What the library finds its store in, and its callbacks D1. */
export type OAuthEnv = { readonly OAUTH_KV: OAuthStore; readonly DB: D1Database };
export type AuthorizationServer = OAuthAuthorizationServer<OAuthEnv>;

/** Only asked for so that a refresh token is given out; it opens nothing. */
const OFFLINE_ACCESS = "offline_access";

/**
 * Makes the server of an origin, which must be https or loopback. It holds no state but its options. `readsDocuments`:
 * whether it fetches the document that a client id names.
 */
export function createAuthorizationServer(
  origin: string,
  { readsDocuments }: { readonly readsDocuments: boolean },
): AuthorizationServer {
  return new OAuthAuthorizationServer<OAuthEnv>({
    issuer: origin,
    resources: [resourceOf(origin)],
    scopesSupported: [...APP_SCOPES, OFFLINE_ACCESS],
    authorizeEndpoint: AUTHORIZE_PATH,
    tokenEndpoint: TOKEN_PATH,
    clientRegistrationEndpoint: REGISTER_PATH,
    clientIdMetadataDocumentEnabled: readsDocuments,
    // Editors are sent back to by a scheme of their own: `cursor://…`.
    allowPrivateUseRedirectUris: true,
    accessTokenTTL: ACCESS_TOKEN_SECONDS,
    refreshTokenTTL: APP_IDLE_SECONDS,
    refreshTokenIdleTTL: APP_IDLE_SECONDS,
    clientRegistrationTTL: CLIENT_IDLE_SECONDS,
    clientRegistrationCallback: refuseRegistration,
    tokenExchangeCallback: grantWhatIsLeft,
    onError: ({ code, status, internal }) => {
      logEvent("info", "oauth_refused", { code, status, category: internal.category, reason: internal.reason });
    },
  });
}

const NAME_LENGTH_MAX = 200;
const REDIRECT_URIS_MAX = 20;
const URI_LENGTH_MAX = 2000;

const registrationSchema = z.looseObject({
  client_name: z.string().max(NAME_LENGTH_MAX).optional(),
  redirect_uris: z.array(z.string().max(URI_LENGTH_MAX)).max(REDIRECT_URIS_MAX),
});

/** Bounds what a stranger may store. That redirect URIs are URIs, and safe ones, the library has checked by then. */
function refuseRegistration({
  clientMetadata,
}: ClientRegistrationCallbackOptions): ClientRegistrationCallbackResult | undefined {
  if (registrationSchema.safeParse(clientMetadata).success) return undefined;
  return {
    code: "invalid_client_metadata",
    description: `At most ${REDIRECT_URIS_MAX} redirect_uris of ${URI_LENGTH_MAX} characters, and a client_name of ${NAME_LENGTH_MAX}.`,
  };
}

const appRow = z.object({ scopes: z.string().transform((text) => z.array(scopeSchema).parse(JSON.parse(text))) });

/** Before each token: the app must be connected, and the token gets what the app has now, which may be less than once. */
async function grantWhatIsLeft({
  grantId,
  userId,
  requestedScope,
  env,
}: TokenExchangeCallbackOptions<OAuthEnv>): Promise<TokenExchangeCallbackResult> {
  const row = await env.DB.prepare("SELECT scopes FROM connected_apps WHERE id = ?1 AND owner_id = ?2")
    .bind(appIdSchema.parse(`app_${grantId}`), userId)
    .first();
  if (row === null)
    throw new OAuthError("invalid_grant", { description: "The app was disconnected. Connect it again." });
  const { scopes } = appRow.parse(row);
  const left = new Set<string>([...scopes, OFFLINE_ACCESS]);
  const accessTokenScope = requestedScope.filter((scope) => left.has(scope));
  if (accessTokenScope.length > 0) return { accessTokenScope };
  throw new OAuthError("invalid_scope", { description: "The app has none of these scopes any more." });
}
