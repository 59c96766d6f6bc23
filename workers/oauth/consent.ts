/**
 * The authorization server as the page of consent asks it: the library's helpers, with what they throw made into values.
 * Which of them may lead back to the client, and which must never, is decided here (RFC 9700 §4.11.2).
 */
import type { AuthRequest, ConsentDescription } from "@cloudflare/workers-oauth-provider";
import { appIdSchema, type AppId, type UserId } from "#shared/ids.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Scope } from "#shared/scopes.ts";
import type { OAuth } from "./oauth-of.ts";

/** Why there is nothing to agree to. */
export type ConsentRefusal =
  /**
   * The client and its redirect URI are registered, and what it asked for is wrong. It would be told by a redirect; but any
   * stranger may register, so that this is for the person to choose (RFC 9700 §4.11.2).
   */
  | { readonly kind: "mistaken"; readonly to: string }
  /** Nobody knows who asks, or where they want to be sent: told here, and nowhere else. */
  | { readonly kind: "untrusted" }
  /** The document that would say who the client is could not be had. */
  | { readonly kind: "unreadable" }
  /** The page was used before, has grown old, or is another browser's. */
  | { readonly kind: "stale" };

/** What is asked for, and how it is shown. */
export type Asked = { readonly request: AuthRequest; readonly details: ConsentDescription };

/** Reads the request in an authorization URL. */
export function readRequest({ api }: OAuth, url: string): Promise<Result<Asked, ConsentRefusal>> {
  return refusing("untrusted", async () => {
    await requirePlainDocument(new URL(url).searchParams.get("client_id"));
    const request = await api.parseAuthRequest(new Request(url));
    await requireChallenge(request);
    return { request, details: await api.describeConsent(request) };
  });
}

/** OAuth 2.1 §4.1.1: every client. The library excuses those with a secret, which whoever registers may have. */
async function requireChallenge({ codeChallenge, redirectUri, state, issuer }: AuthRequest): Promise<void> {
  if (codeChallenge !== undefined) return;
  const { AuthorizationError } = await import("@cloudflare/workers-oauth-provider");
  const description = "PKCE is required: send code_challenge, and code_challenge_method=S256.";
  throw new AuthorizationError("invalid_request", {
    description,
    redirectUri,
    state,
    ...(issuer === undefined ? {} : { issuer }),
  });
}

/**
 * A document that says who a client is must be at the address itself: a site that redirects to where it is told would
 * lend its name to anybody. The library follows redirects.
 */
async function requirePlainDocument(clientId: string | null): Promise<void> {
  if (clientId === null || URL.parse(clientId)?.protocol !== "https:") return;
  const signal = AbortSignal.timeout(DOCUMENT_TIMEOUT_MS);
  const answer = await fetch(clientId, { redirect: "manual", headers: { Accept: "application/json" }, signal }).catch(
    () => null,
  );
  await answer?.body?.cancel();
  if (answer?.status === 200) return;
  const { CimdFetchError } = await import("@cloudflare/workers-oauth-provider");
  throw new CimdFetchError(clientId, new Error(`it answered ${answer?.status ?? "nothing"}`));
}

const DOCUMENT_TIMEOUT_MS = 10_000;

/** Takes the handle of a page on which somebody agreed: once, and in the browser that was shown the page. */
export function takeAgreement(
  { api }: OAuth,
  request: Request,
  handle: string,
): Promise<Result<Agreed, ConsentRefusal>> {
  return refusing("stale", async () => {
    const { request: asked, headers } = await api.approveConsent(request, handle);
    return { request: asked, details: await api.describeConsent(asked), cookies: headers.getSetCookie() };
  });
}

export type Agreed = Asked & { readonly cookies: readonly string[] };

/** Takes the handle of a page on which somebody did not agree: the client is told so. */
export function takeRefusal({ api }: OAuth, request: Request, handle: string): Promise<Result<Denied, ConsentRefusal>> {
  return refusing("stale", async () => {
    const { redirectTo, headers } = await api.denyConsent(request, handle);
    return { redirectTo, cookies: headers.getSetCookie() };
  });
}

export type Denied = { readonly redirectTo: string; readonly cookies: readonly string[] };

/** The grant, and where its code is taken to. It opens nothing until its app is connected. */
export async function grant(
  { api }: OAuth,
  request: AuthRequest,
  to: { readonly userId: UserId; readonly scopes: readonly Scope[] },
): Promise<{ readonly appId: AppId; readonly redirectTo: string }> {
  const unscoped = request.scope.filter((scope) => scope === "offline_access");
  const { redirectTo } = await api.completeAuthorization({
    request,
    userId: to.userId,
    scope: [...to.scopes, ...unscoped],
    metadata: {},
    props: {},
    // Earlier ones go with their apps, in the batch that connects this one, so that gates hear of it.
    revokeExistingGrants: false,
  });
  const [, id = ""] = (new URL(redirectTo).searchParams.get("code") ?? "").split(":");
  return { appId: appIdSchema.parse(`app_${id}`), redirectTo };
}

/** `otherwise`: what an error means that is not for the client to hear. Outages and bugs are thrown on. */
async function refusing<T>(
  otherwise: "untrusted" | "stale",
  work: () => Promise<T>,
): Promise<Result<T, ConsentRefusal>> {
  try {
    return ok(await work());
  } catch (thrown) {
    const { AuthorizationError, CimdFetchError } = await import("@cloudflare/workers-oauth-provider");
    if (thrown instanceof CimdFetchError) return err({ kind: "unreadable" });
    if (!(thrown instanceof AuthorizationError)) throw thrown;
    if (thrown.redirectTo !== undefined) return err({ kind: "mistaken", to: thrown.redirectTo });
    return err({ kind: otherwise });
  }
}
