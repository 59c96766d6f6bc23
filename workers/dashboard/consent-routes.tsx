/** @jsxImportSource hono/jsx */
/**
 * `/oauth/authorize`: asks the person who is signed in whether an app may act for them, and connects it. Where OAuth is
 * not spoken the address is as unknown as any other. The code in the redirect is in no log: queries never are.
 */
import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import type { WorkspaceId } from "#shared/ids.ts";
import { APP_SCOPES, type Scope } from "#shared/scopes.ts";
import { strangersAct } from "#workers/api/act-of.ts";
import { authMeansOf } from "#workers/api/auth-means.ts";
import { hasOnlySession } from "#workers/api/session-principal.ts";
import { connectApp } from "#workers/apps/connect-app.ts";
import type { Act } from "#workers/audit/act.ts";
import { readKeyPolicies } from "#workers/db/key-policies.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { type ConsentRefusal, grant, readRequest, takeAgreement, takeRefusal } from "#workers/oauth/consent.ts";
import { type OAuth, oauthOf } from "#workers/oauth/oauth-of.ts";
import { AUTHORIZE_PATH } from "#workers/oauth/paths.ts";
import { readSession, type SignedIn } from "#workers/people/read-session.ts";
import { answerRefusal } from "./answer-refusal.ts";
import { connectingApp } from "./connecting-app.ts";
import { type ConsentAnswer, readConsentAnswer } from "./consent-answer.ts";
import { CONSENT_PROBLEMS, type ConsentProblemKind } from "./consent-problems.ts";
import { consentPolicy } from "./content-security-policy.ts";
import { ownForm } from "./own-form.ts";
import { ConsentPage, type ConsentProblem, ConsentProblemPage, type OfferedWorkspace } from "./pages/consent.tsx";
import { sendPage } from "./pages/document.tsx";
import { setCookies } from "./signed-in.ts";

export const consentRoutes = new Hono<AppEnv>()
  .use(AUTHORIZE_PATH, async function keepOpener(c, next) {
    // NOTE: apps in a browser open this page in a window of their own, and hear of the answer through it.
    c.header("Cross-Origin-Opener-Policy", "unsafe-none");
    await next();
  })
  .get(AUTHORIZE_PATH, async (c) => {
    const oauth = await oauthOf(c);
    if (oauth === null) return answerRefusal(c, NOT_HERE);
    const person = await whoIs(c);
    // Before anything is looked at: strangers do not have us fetch documents.
    return person === null ? signInFirst(c) : ask(c, oauth, { person, ticks: null });
  })
  .post(AUTHORIZE_PATH, ownForm(), async (c) => {
    const oauth = await oauthOf(c);
    if (oauth === null) return answerRefusal(c, NOT_HERE);
    const answer = await readConsentAnswer(c);
    if (!answer.isAllowed) return sayNo(c, oauth, answer.handle);
    const person = await whoIs(c);
    return person === null ? signInFirst(c) : allow(c, oauth, { person, answer });
  });

const NOT_HERE = { code: "not_found", what: "address" } as const;

async function whoIs(c: AppContext): Promise<SignedIn | null> {
  const person = hasOnlySession(c) ? await readSession(authMeansOf(c), c.req.raw.headers) : null;
  if (person !== null) setCookies(c, person.cookies);
  return person;
}

function signInFirst(c: AppContext): Response {
  return c.redirect(`/sign-in?to=${encodeURIComponent(pathOf(c))}`, 303);
}

/** This page with all that the app asked for: who answers too late, or too little, is asked the same again. */
function pathOf(c: AppContext): string {
  return `${AUTHORIZE_PATH}${new URL(c.req.url).search}`;
}

type Ticks = Pick<ConsentAnswer, "scopes" | "workspaces"> & { readonly error: string; readonly status: 400 | 403 };
type Asking = { readonly person: SignedIn; readonly ticks: Ticks | null };

/** The page. `ticks`: what was ticked when it was sent, and what was wrong with that. */
async function ask(c: AppContext, oauth: OAuth, { person, ticks }: Asking): Promise<Response> {
  const asked = await readRequest(oauth, c.req.url);
  if (!asked.ok) return refuse(c, asked.error);
  const workspaces = await offer(c, person, ticks);
  if (workspaces.length === 0) return showProblem(c, "homeless", 403);
  const { handle, headers } = await oauth.api.beginConsent(asked.value.request);
  setCookies(c, headers.getSetCookie());
  const app = connectingApp(asked.value.details);
  const { id: personId, email } = person.user;
  const props = { path: pathOf(c), handle, app, personId, email, workspaces, error: ticks?.error };
  const wanted = asked.value.request.scope;
  const scopes = ticks?.scopes ?? APP_SCOPES.filter((scope) => wanted.includes(scope));
  return sendPage(c, {
    title: "Connect an app",
    status: ticks?.status ?? 200,
    policy: await consentPolicy(),
    body: <ConsentPage {...props} scopes={scopes} />,
  });
}

/** The person's workspaces by name. The first time the one they looked at last is ticked, or else their first. */
async function offer(c: AppContext, person: SignedIn, ticks: Ticks | null): Promise<OfferedWorkspace[]> {
  const ids: readonly string[] = person.workspaces.map(({ id }) => id);
  const lookedAt = getCookie(c, LAST_WORKSPACE_COOKIE);
  const [first] = ids.toSorted((left, right) => Number(right === lookedAt) - Number(left === lookedAt));
  const ticked = ticks?.workspaces ?? [first];
  const policies = await readKeyPolicies(
    c.env.DB,
    person.workspaces.map(({ id }) => id),
    person.user.id,
  );
  return policies.map(({ id, name, role, creators }) => ({
    id,
    name,
    isTicked: ticked.includes(id),
    isClosed: creators === "admins" && role === "member",
  }));
}

/** Set by the dashboard's own pages; it decides nothing but which box is ticked at first. */
const LAST_WORKSPACE_COOKIE = "latchkey.workspace";

type Answered = { readonly person: SignedIn; readonly answer: ConsentAnswer };

async function allow(c: AppContext, oauth: OAuth, { person, answer }: Answered): Promise<Response> {
  // Somebody else has signed in, in another tab maybe, since the page was shown.
  if (answer.personId !== person.user.id) {
    return ask(c, oauth, { person, ticks: { ...answer, error: OTHER_PERSON, status: 403 } });
  }
  const open = (await offer(c, person, null)).filter(({ isClosed }) => !isClosed);
  const workspaces = person.workspaces.map(({ id }) => id).filter((id) => answer.workspaces.includes(id));
  const isOpen = answer.workspaces.every((id) => open.some((workspace) => workspace.id === id));
  const error = isOpen ? (workspaces.length === 0 ? NONE_TICKED : null) : NOT_YOURS;
  if (error !== null) return ask(c, oauth, { person, ticks: { ...answer, error, status: isOpen ? 400 : 403 } });
  return connect(c, oauth, { person, answer, workspaces });
}

const OTHER_PERSON = "Another account is signed in by now. Look again at what you give.";
const NONE_TICKED = "Choose at least one.";
const NOT_YOURS = "You cannot give access to one of those any more. Choose again.";

type Agreement = Answered & { readonly workspaces: readonly WorkspaceId[] };

async function connect(c: AppContext, oauth: OAuth, { person, answer, workspaces }: Agreement): Promise<Response> {
  const agreed = await takeAgreement(oauth, c.req.raw, answer.handle);
  if (!agreed.ok) return refuse(c, agreed.error);
  const { request, details, cookies } = agreed.value;
  const scopes: readonly Scope[] = ["mcp:read", ...answer.scopes];
  const { appId, redirectTo } = await grant(oauth, request, { userId: person.user.id, scopes });
  const app = connectingApp(details);
  const connected = await connectApp(actOf(c, person), { id: appId, app, scopes, workspaces });
  setCookies(c, cookies);
  return connected.ok ? c.redirect(redirectTo, 302) : showProblem(c, "lost", 403);
}

async function sayNo(c: AppContext, oauth: OAuth, handle: string): Promise<Response> {
  const denied = await takeRefusal(oauth, c.req.raw, handle);
  if (!denied.ok) return refuse(c, denied.error);
  setCookies(c, denied.value.cookies);
  return c.redirect(denied.value.redirectTo, 302);
}

function actOf(c: AppContext, { sessionId, user, workspaces }: SignedIn): Act {
  const credential = { kind: "session", id: sessionId } as const;
  const principal = { credential, userId: user.id, scopes: [], workspaces, allowedTools: null };
  return { ...strangersAct(c), principal };
}

function refuse(c: AppContext, refusal: ConsentRefusal): Promise<Response> {
  const about = refusal.kind === "mistaken" ? refusal.to : pathOf(c);
  return sendProblem(c, CONSENT_PROBLEMS[refusal.kind](about), 400);
}

function showProblem(c: AppContext, kind: ConsentProblemKind, status: 400 | 403): Promise<Response> {
  return sendProblem(c, CONSENT_PROBLEMS[kind](pathOf(c)), status);
}

function sendProblem(c: AppContext, problem: ConsentProblem, status: 400 | 403): Promise<Response> {
  return sendPage(c, { title: problem.heading, status, body: <ConsentProblemPage {...problem} /> });
}
