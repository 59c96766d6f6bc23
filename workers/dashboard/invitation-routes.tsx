/** @jsxImportSource hono/jsx */
/** `/invite/{token}`: a new person joins with a password or a passkey; one with an account signs in and accepts. */
import { Hono } from "hono";
import { setCookie } from "hono/cookie";
import { z } from "zod";
import type { Refusal } from "#shared/refusals.ts";
import { strangersAct } from "#workers/api/act-of.ts";
import { authMeansOf } from "#workers/api/auth-means.ts";
import { hasOnlySession } from "#workers/api/session-principal.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { fieldErrors } from "#workers/http/field-errors.ts";
import { jsonBody, limitBody } from "#workers/http/json-body.ts";
import { isOwnPage } from "#workers/http/own-page.ts";
import { problem } from "#workers/http/problem.ts";
import { acceptInvitation, type Held, joinByInvitation } from "#workers/people/accept-invitation.ts";
import { findInvitation, type InvitationLink } from "#workers/people/find-invitation.ts";
import { hashedPassword } from "#workers/people/password.ts";
import { readSession, type SignedIn } from "#workers/people/read-session.ts";
import { INVITATION_COOKIE } from "#workers/people/sign-up-gate.ts";
import { ownForm, readForm } from "./own-form.ts";
import { sendPage } from "./pages/document.tsx";
import { AcceptPage, DeadInvitationPage, JoinPage, OtherPersonPage, SignInToJoinPage } from "./pages/invitation.tsx";
import { formErrors, formNameSchema, formPasswordSchema } from "./person-schema.ts";
import { readRegistration, registrationSchema } from "./read-registration.ts";
import { creationOptions, giveChallenge } from "./registration-cookie.ts";
import { providersOf } from "./sign-in-routes.tsx";
import { signInAs } from "./signed-in.ts";

const passwordSchema = z.object({ name: formNameSchema, password: formPasswordSchema });
const passkeySchema = z.object({ name: formNameSchema, response: registrationSchema });

export const invitationRoutes = new Hono<AppEnv>()
  .get("/invite/:token", async (c) => {
    const found = await find(c);
    if (found.held === null) return dead(c, found.state);
    return showInvitation(c, found.held, await whoIs(c));
  })
  .post("/invite/:token", ownForm(), async (c) => {
    const found = await find(c);
    if (found.held === null) return dead(c, found.state);
    const person = await whoIs(c);
    if (person === null && !found.held.invitation.hasAccount) return join(c, found.held);
    if (person === null) return showInvitation(c, found.held, null);
    const accepted = await acceptInvitation(strangersAct(c), found.held, person.user);
    if (accepted.ok) return c.redirect("/keys", 303);
    return accepted.error.code === "not_permitted" ? showInvitation(c, found.held, person) : deadNow(c);
  })
  .post("/invite/:token/passkey/options", limitBody(), jsonBody({ optional: false }), async (c) => {
    if (!isOwnPage(c)) return problem(c, { code: "cross_site_request" });
    const { held } = await find(c);
    if (held === null || held.invitation.hasAccount) return problem(c, GONE);
    const typed = z.object({ name: formNameSchema }).safeParse(await c.req.json());
    if (!typed.success) return problem(c, { code: "invalid_request", errors: fieldErrors(typed.error) });
    const challenge = await giveChallenge(c, held.invitation.id, strangersAct(c).now);
    return c.json(creationOptions(c, challenge, { name: typed.data.name, email: held.invitation.email }));
  })
  .post("/invite/:token/passkey", limitBody(), jsonBody({ optional: false }), async (c) => {
    if (!isOwnPage(c)) return problem(c, { code: "cross_site_request" });
    const { held } = await find(c);
    if (held === null || held.invitation.hasAccount) return problem(c, GONE);
    const typed = passkeySchema.safeParse(await c.req.json());
    if (!typed.success) return problem(c, { code: "invalid_request", errors: fieldErrors(typed.error) });
    const { name, response: registration } = typed.data;
    const signIn = await readRegistration(c, { registration, purpose: held.invitation.id });
    if (!signIn.ok) return problem(c, signIn.error);
    const joined = await joinByInvitation(strangersAct(c), held, { name, signIn: signIn.value });
    if (!joined.ok) return problem(c, joined.error);
    await signInAs(c, joined.value.userId);
    return c.json({ to: "/keys" });
  });

const GONE: Refusal = { code: "conflict", reason: "This invitation cannot be used any more." };

type Found =
  | { readonly held: Held }
  | { readonly held: null; readonly state: Exclude<InvitationLink["state"], "pending"> | null };

async function find(c: AppContext): Promise<Found> {
  const token = c.req.param("token") ?? "";
  const invitation = await findInvitation(c.env.DB, token, strangersAct(c).now);
  if (invitation === null) return { held: null, state: null };
  return invitation.state === "pending" ? { held: { invitation, token } } : { held: null, state: invitation.state };
}

async function whoIs(c: AppContext): Promise<SignedIn | null> {
  return hasOnlySession(c) ? readSession(authMeansOf(c), c.req.raw.headers) : null;
}

function showInvitation(c: AppContext, { invitation, token }: Held, person: SignedIn | null): Promise<Response> {
  const props = { path: `/invite/${token}`, invitation };
  const title = `Join ${invitation.workspace.name}`;
  if (person === null) {
    if (invitation.hasAccount) return sendPage(c, { title, body: <SignInToJoinPage {...props} /> });
    return showJoin(c, { invitation, token }, { name: "", errors: {}, status: 200 });
  }
  if (person.user.email.toLowerCase() === invitation.email.toLowerCase()) {
    return sendPage(c, { title, body: <AcceptPage {...props} /> });
  }
  return sendPage(c, { title, status: 403, body: <OtherPersonPage {...props} signedInAs={person.user.email} /> });
}

type Typed = {
  readonly name: string;
  readonly errors: { readonly name?: string | undefined; readonly password?: string | undefined };
  readonly status: 200 | 400;
};

function showJoin(c: AppContext, { invitation, token }: Held, { status, ...typed }: Typed): Promise<Response> {
  // For who goes on to a provider: what comes back from there knows nothing of the invitation.
  setCookie(c, INVITATION_COOKIE, token, {
    httpOnly: true,
    maxAge: 60 * 60,
    path: "/",
    sameSite: "Lax",
    secure: new URL(c.req.url).protocol === "https:",
  });
  const props = { path: `/invite/${token}`, invitation, providers: providersOf(c), message: null, ...typed };
  return sendPage(c, {
    title: `Join ${invitation.workspace.name}`,
    status,
    body: <JoinPage {...props} />,
    passkeys: true,
  });
}

async function join(c: AppContext, held: Held): Promise<Response> {
  const form = await readForm(c);
  const typed = passwordSchema.safeParse(Object.fromEntries(form));
  const name = (form.get("name") ?? "").slice(0, 200);
  if (!typed.success) return showJoin(c, held, { name, errors: formErrors(typed.error), status: 400 });
  const hash = await hashedPassword(typed.data.password);
  const person = { name: typed.data.name, signIn: { kind: "password" as const, hash } };
  const joined = await joinByInvitation(strangersAct(c), held, person);
  if (!joined.ok) return deadNow(c);
  await signInAs(c, joined.value.userId);
  return c.redirect("/keys", 303);
}

function dead(c: AppContext, state: Exclude<InvitationLink["state"], "pending"> | null): Promise<Response> {
  return sendPage(c, {
    title: "Invitation",
    status: state === null ? 404 : 410,
    body: <DeadInvitationPage state={state} />,
  });
}

/** It was there a moment ago: what has become of it? */
async function deadNow(c: AppContext): Promise<Response> {
  const found = await find(c);
  return dead(c, found.held === null ? found.state : null);
}
