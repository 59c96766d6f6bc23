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
import { type OAuth, oauthOf } from "./oauth-of.ts";
import { toInnerForm, toOuterTokens } from "./token-texts.ts";
import { TOKEN_PATH } from "./paths.ts";

/** Of requests that meet on one grant each may lose once against each other one. */
const ATTEMPTS_MAX = 4;
const RETRY_AFTER_SECONDS = 5;
const FORM = "application/x-www-form-urlencoded";

/** Answers `POST /oauth/token`. Errors as RFC 6749 §5.2 and RFC 7009 §2.2.1 say them. */
export async function answerTokenRequest(c: AppContext, oauth: OAuth): Promise<Response> {
  const wait = await tooMany(c, "token", TOKEN_REQUESTS);
  if (wait !== null) return wait;
  if (!(c.req.header("content-type") ?? "").toLowerCase().startsWith(FORM)) {
    return oauthError(c, { error: "invalid_request", description: `Send the fields as ${FORM}.`, status: 400 });
  }
  const settings = settingsOf(c.env);
  const { form, appId } = await toInnerForm(settings, new URLSearchParams(await c.req.text()));
  const answer = await askLibrary(c, oauth, form);
  const everywhere = appId === null || (await tellGates(c, appId));
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
async function askLibrary(c: AppContext, first: OAuth, form: URLSearchParams): Promise<Response | null> {
  const { GrantMoved } = await import("./oauth-store.ts");
  const url = `${new URL(c.req.url).origin}${TOKEN_PATH}`;
  const headers = new Headers(c.req.raw.headers);
  headers.set("Content-Type", FORM);
  headers.delete("Content-Length");
  let oauth: OAuth | null = first;
  for (let attempt = 0; attempt < ATTEMPTS_MAX && oauth !== null; attempt += 1) {
    try {
      const request = new Request(url, { method: "POST", headers, body: form.toString() });
      return await oauth.ask(request);
    } catch (thrown) {
      if (!(thrown instanceof GrantMoved)) throw thrown;
      oauth = await oauthOf(c);
    }
  }
  return null;
}

/** Whether every gate knows the app as it is now. */
async function tellGates(c: AppContext, appId: AppId): Promise<boolean> {
  const waitUntil = (work: Promise<unknown>): void => {
    c.executionCtx.waitUntil(work);
  };
  const means = { env: c.env, settings: settingsOf(c.env), waitUntil };
  const propagation = await propagate(means, await readOpenChanges(c.env.DB, [appId]));
  return propagation.state === "everywhere";
}
