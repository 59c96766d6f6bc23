/** `/api/auth/*`: the few routes of better-auth that browsers use themselves, behind the same checks as ours. */
import { Hono } from "hono";
import type { AuditAction } from "#workers/audit/audit-entry.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { limitBody } from "#workers/http/json-body.ts";
import { isOwnPage } from "#workers/http/own-page.ts";
import { problem } from "#workers/http/problem.ts";
import { askAuth } from "#workers/people/ask-auth.ts";
import { accountKey, forgetAttempts, PASSWORD_ATTEMPTS, takeAttempt } from "#workers/people/attempts.ts";
import { AUTH_PATH, type OpenAuthRoute, openAuthRoute } from "#workers/people/auth-routes-open.ts";
import { readSession, type SignedIn } from "#workers/people/read-session.ts";
import { recordAct } from "#workers/people/record-act.ts";
import { strangersAct } from "./act-of.ts";
import { authMeansOf } from "./auth-means.ts";

export const authRoutes = new Hono<AppEnv>().all(`${AUTH_PATH}/*`, limitBody(), async (c) => {
  const route = openAuthRoute(c.req.method, c.req.path);
  if (route === null) return problem(c, { code: "not_found", what: "address" });
  if (!isOwnPage(c)) return problem(c, { code: "cross_site_request" });
  if (FOR_STRANGERS.has(route)) return withoutTokens(await ask(c));
  // NOTE: better-auth takes a session that D1 could not look up for none.
  const person = await readSession(authMeansOf(c), c.req.raw.headers);
  if (person === null) return problem(c, { code: "signed_out" });
  const action = RECORDED[route];
  return action === undefined ? withoutTokens(await ask(c)) : answerRecorded(c, person, action);
});

/** All others are asked by who is signed in. */
const FOR_STRANGERS: ReadonlySet<OpenAuthRoute> = new Set<OpenAuthRoute>([
  "POST /sign-out",
  "GET /passkey/generate-authenticate-options",
  "POST /passkey/verify-authentication",
  "GET /callback/github",
  "GET /callback/google",
]);

/** What is written to the audit log when it was done. */
const RECORDED: Partial<Record<OpenAuthRoute, AuditAction>> = {
  "POST /change-password": "password.changed",
  "POST /passkey/verify-registration": "passkey.added",
  "POST /passkey/delete-passkey": "passkey.removed",
};

function ask(c: AppContext): Promise<Response> {
  return askAuth(authMeansOf(c), c.req.raw);
}

async function answerRecorded(c: AppContext, person: SignedIn, action: AuditAction): Promise<Response> {
  const act = strangersAct(c);
  // NOTE: whoever sits at somebody's open session guesses the password no faster than at the sign-in page.
  const guessing = action === "password.changed" ? { db: act.db, key: accountKey(person.user.email) } : null;
  const wait = guessing === null ? null : await takeAttempt({ ...guessing, now: act.now }, PASSWORD_ATTEMPTS);
  if (wait !== null) return problem(c, { code: "rate_limited", retryAfterSeconds: wait });
  const response = await ask(c);
  if (!response.ok) return response;
  if (guessing !== null) await forgetAttempts(guessing);
  await recordAct(act, doneBy(person, action));
  return withoutTokens(response);
}

function doneBy(person: SignedIn, action: AuditAction): Parameters<typeof recordAct>[1] {
  return { action, userId: person.user.id, sessionId: person.sessionId };
}

/** better-auth repeats the session's token in some answers, where a script could read what the cookie hides. */
async function withoutTokens(response: Response): Promise<Response> {
  const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
  const said = isJson ? await response.clone().text() : "";
  // NOTE: a redirect says that it is JSON too, with nothing in it.
  if (said === "") return response;
  const text = JSON.stringify(JSON.parse(said), (name, value: unknown) => (name === "token" ? undefined : value));
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  return new Response(text, { status: response.status, headers });
}
