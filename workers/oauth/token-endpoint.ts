/**
 * The token endpoint: codes and refresh tokens for access tokens, and revocation. Every gate has heard of what a request
 * changed before it is answered: a new token works everywhere, a revoked one nowhere.
 */
import type { AppId } from "#shared/ids.ts";
import { TOKEN_REQUESTS } from "#shared/limits.ts";
import { readOpenChanges } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { settingsOf } from "#workers/env.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { oauthError, tooMany } from "./oauth-error.ts";
import { oauthOf, type Reading } from "./oauth-of.ts";
import { toInnerForm, toOuterTokens } from "./token-texts.ts";
import { TOKEN_PATH } from "./paths.ts";

/** Of requests that meet on one grant each may lose once against each other one. */
const ATTEMPTS_MAX = 4;
const RETRY_AFTER_SECONDS = 5;
const FORM = "application/x-www-form-urlencoded";

/** Answers `POST /oauth/token`. Errors as RFC 6749 §5.2 and RFC 7009 §2.2.1 say them. */
export async function answerTokenRequest(c: AppContext): Promise<Response> {
  const wait = await tooMany(c, "token", TOKEN_REQUESTS);
  if (wait !== null) return wait;
  if (!(c.req.header("content-type") ?? "").toLowerCase().startsWith(FORM)) {
    return oauthError(c, { error: "invalid_request", description: `Send the fields as ${FORM}.`, status: 400 });
  }
  const settings = settingsOf(c.env);
  const { form, appIds } = await toInnerForm(settings, new URLSearchParams(await c.req.text()));
  const documented = await documentedClient(c, appIds);
  if (documented !== null && (form.get("client_id") ?? documented) !== documented) return oauthError(c, UNKNOWN_CLIENT);
  if (documented !== null) form.set("client_id", documented);
  else if (URL.canParse(form.get("client_id") ?? "")) return answerOfNoApp(c, form);
  const answer = await askLibrary(c, form, { readsDocuments: documented !== null });
  const everywhere = await tellGates(c, appIds);
  if (answer === null || (!everywhere && form.has("token"))) {
    const description = "It could not be done just now. Try again.";
    return oauthError(c, {
      error: "temporarily_unavailable",
      description,
      status: 503,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
  return toOuterTokens(settings, answer);
}

/** Asks anew, with a fresh view of the store, when another request changed the grant; `null`: that happened too often. */
async function askLibrary(c: AppContext, form: URLSearchParams, reading: Reading): Promise<Response | null> {
  const { GrantMoved } = await import("./oauth-store.ts");
  const url = `${new URL(c.req.url).origin}${TOKEN_PATH}`;
  const headers = new Headers(c.req.raw.headers);
  headers.set("Content-Type", FORM);
  headers.delete("Content-Length");
  // A client with a document has no secret, so there is nothing to be said by HTTP Basic.
  if (reading.readsDocuments) headers.delete("Authorization");
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const oauth = await oauthOf(c, reading);
    if (oauth === null) return null;
    try {
      const request = new Request(url, { method: "POST", headers, body: form.toString() });
      return await oauth.ask(request);
    } catch (thrown) {
      if (!(thrown instanceof GrantMoved)) throw thrown;
    }
  }
  return null;
}

/**
 * For a client that is known by its document and has no app by what it sent: it may have been disconnected. Its id is good
 * still, so it is the grant that is not; to revoke what is gone is done already (RFC 7009 §2.2).
 */
function answerOfNoApp(c: AppContext, form: URLSearchParams): Response {
  if (!form.has("grant_type")) return c.body(null, 200);
  const description = "The app was disconnected. Connect it again.";
  return oauthError(c, { error: "invalid_grant", description, status: 400 });
}

const UNKNOWN_CLIENT = {
  error: "invalid_client",
  description: "What was sent is of an app of another client.",
  status: 401,
} as const;

/**
 * The client of these apps, if it is known by its document, and `null` otherwise. The library fetches the document before
 * it looks at anything else, so it is only told of one that somebody has connected: strangers are not to have us fetch
 * what they like.
 */
async function documentedClient(c: AppContext, appIds: readonly AppId[]): Promise<string | null> {
  if (appIds.length === 0) return null;
  const client = await c.env.DB.prepare(
    "SELECT client_id FROM connected_apps WHERE id IN (SELECT value FROM json_each(?1)) LIMIT 1",
  )
    .bind(JSON.stringify(appIds))
    .first<string>("client_id");
  return client !== null && URL.canParse(client) ? client : null;
}

/** Whether every gate knows these apps as they are now. */
async function tellGates(c: AppContext, appIds: readonly AppId[]): Promise<boolean> {
  if (appIds.length === 0) return true;
  const waitUntil = (work: Promise<unknown>): void => {
    c.executionCtx.waitUntil(work);
  };
  const means = { env: c.env, settings: settingsOf(c.env), waitUntil };
  const propagation = await propagate(means, await readOpenChanges(c.env.DB, appIds));
  return propagation.state === "everywhere";
}
