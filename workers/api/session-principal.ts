/** A signed-in person as a principal. A session may do what its person may; it is no bearer credential. */
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { SCOPES } from "#shared/scopes.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { isOwnPage } from "#workers/http/own-page.ts";
import { readSession } from "#workers/people/read-session.ts";
import { authMeansOf } from "./auth-means.ts";

/** better-auth's cookie; `__Secure-` on https. */
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?latchkey\.session_token=/;

/** Whether the request comes with a session and nothing else: a key in a header is what the caller means to use. */
export function hasOnlySession(c: AppContext): boolean {
  if (c.req.header("authorization") !== undefined || c.req.header("x-api-key") !== undefined) return false;
  return SESSION_COOKIE.test(c.req.header("cookie") ?? "");
}

/** Refusals: `cross_site_request` for a write that another site may have caused, `signed_out`. */
export async function sessionPrincipal(c: AppContext): Promise<Result<Principal, Refusal>> {
  if (!isOwnPage(c)) return err({ code: "cross_site_request" });
  const person = await readSession(authMeansOf(c), c.req.raw.headers);
  if (person === null) return err({ code: "signed_out" });
  for (const cookie of person.cookies) c.header("Set-Cookie", cookie, { append: true });
  return ok({
    credential: { kind: "session", id: person.sessionId },
    userId: person.user.id,
    scopes: SCOPES,
    workspaces: person.workspaces,
    allowedTools: null,
  });
}
