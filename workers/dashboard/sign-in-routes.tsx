/** @jsxImportSource hono/jsx */
/** `/sign-in`, by password or by a provider, and `/sign-out`. Passkeys sign in by script: `web/pages/passkey.ts`. */
import { Hono } from "hono";
import { z } from "zod";
import { strangersAct } from "#workers/api/act-of.ts";
import { authMeansOf } from "#workers/api/auth-means.ts";
import { hasOnlySession } from "#workers/api/session-principal.ts";
import { settingsOf } from "#workers/env.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { returnPath } from "#workers/http/return-path.ts";
import { AUTHORIZE_PATH } from "#workers/oauth/paths.ts";
import { readSession } from "#workers/people/read-session.ts";
import { isSetUp } from "#workers/people/set-up.ts";
import { type Asking, type SignInRefusal, signInWithPassword, startProvider } from "#workers/people/sign-in.ts";
import { signOut } from "#workers/people/sign-out.ts";
import { ownForm, readForm } from "./own-form.ts";
import { sendPage } from "./pages/document.tsx";
import type { Message, Providers } from "./pages/parts.tsx";
import { problemPage } from "./pages/problem.tsx";
import { SignInPage } from "./pages/sign-in.tsx";
import { setCookies } from "./signed-in.ts";

export const signInRoutes = new Hono<AppEnv>()
  .get("/sign-in", async (c) => {
    if (!(await isSetUp(c.env.DB))) return c.redirect("/setup");
    const to = ownPath(c, c.req.query("to"));
    keepOpener(c, to);
    // Who comes from a reset link signs in as the person whose password it was, whoever else is signed in here.
    const mayBeSignedIn = hasOnlySession(c) && c.req.query("said") !== "password-set";
    const person = mayBeSignedIn ? await readSession(authMeansOf(c), c.req.raw.headers) : null;
    if (person !== null) return c.redirect(to);
    return showSignIn(c, { status: 200, email: "", to, message: messageOf(c) });
  })
  .post("/sign-in", ownForm(), async (c) => {
    const form = await readForm(c);
    const to = ownPath(c, form.get("to"));
    keepOpener(c, to);
    const typed = credentialsSchema.safeParse(Object.fromEntries(form));
    // NOTE: what cannot be an e-mail or a password is answered as a wrong one, and nothing is looked up.
    if (!typed.success) return refuseSignIn(c, { code: "wrong_password" }, { email: "", to });
    const signedIn = await signInWithPassword(askingOf(c), typed.data);
    if (!signedIn.ok) return refuseSignIn(c, signedIn.error, { email: typed.data.email, to });
    setCookies(c, signedIn.value.cookies);
    return c.redirect(to, 303);
  })
  .get("/sign-in/:provider{github|google}", async (c) => {
    const provider = z.enum(["github", "google"]).parse(c.req.param("provider"));
    if (settingsOf(c.env).signInProviders[provider] === undefined) {
      return problemPage(c, { code: "not_found", what: "address" });
    }
    const to = ownPath(c, c.req.query("to"));
    const started = await startProvider(askingOf(c), provider, to);
    if (!started.ok) return refuseSignIn(c, started.error, { email: "", to });
    setCookies(c, started.value.cookies);
    return c.redirect(started.value.url);
  })
  .post("/sign-out", ownForm(), async (c) => {
    const form = await readForm(c);
    const to = returnPath(form.get("to"), originOf(c), "/sign-in?said=signed-out");
    keepOpener(c, to);
    setCookies(c, await signOut(authMeansOf(c), c.req.raw.headers));
    return c.redirect(to, 303);
  });

const credentialsSchema = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  password: z.string().min(1).max(128),
});

type Shown = { readonly email: string; readonly to: string };

function showSignIn(c: AppContext, shown: Shown & { status: 200 | 401 | 429; message: Message | null }) {
  const { status, ...props } = shown;
  const body = <SignInPage {...props} providers={providersOf(c)} />;
  return sendPage(c, { title: "Sign in", status, body, passkeys: true });
}

function refuseSignIn(c: AppContext, refusal: SignInRefusal, shown: Shown): Promise<Response> {
  if (refusal.code === "wrong_password") {
    return showSignIn(c, { ...shown, status: 401, message: { tone: "bad", text: WRONG } });
  }
  c.header("Retry-After", String(refusal.retryAfterSeconds));
  const minutes = Math.ceil(refusal.retryAfterSeconds / 60);
  const text = `Too many attempts. Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}, or use a passkey.`;
  return showSignIn(c, { ...shown, status: 429, message: { tone: "warn", text } });
}

/** The same words for an e-mail that nobody has. */
const WRONG = "The e-mail or the password is wrong.";

/** Codes alone come by URL, never texts: ours in `said`, better-auth's in `error` when a provider sends back a "no". */
function messageOf(c: AppContext): Message | null {
  const said = c.req.query("said");
  if (said === "signed-out") return { tone: "info", text: "You are signed out." };
  if (said === "password-set") return { tone: "info", text: "Your new password is set. Sign in with it." };
  const error = c.req.query("error");
  if (error === undefined) return null;
  if (error === "by_invitation" || error === "signup_disabled") {
    return { tone: "warn", text: "There is no account for that e-mail. Open your invitation's link first." };
  }
  if (error === "account_not_linked") {
    return { tone: "warn", text: "Your account was made in another way. Sign in with your password or a passkey." };
  }
  return { tone: "bad", text: "That did not work. Try again, or sign in another way." };
}

/** The providers that this deployment is set up for. */
export function providersOf(c: AppContext): Providers {
  const { github, google } = settingsOf(c.env).signInProviders;
  return { github: github !== undefined, google: google !== undefined };
}

function askingOf(c: AppContext): Asking {
  return { ...authMeansOf(c), headers: c.req.raw.headers, now: strangersAct(c).now };
}

/**
 * An app in a browser opens the page of consent in a window of its own, and hears of the answer through it: signing in on
 * the way there must not cut them apart.
 */
function keepOpener(c: AppContext, to: string): void {
  if (to.startsWith(`${AUTHORIZE_PATH}?`)) c.header("Cross-Origin-Opener-Policy", "unsafe-none");
}

function originOf(c: AppContext): string {
  return new URL(c.req.url).origin;
}

/** Never back to a page of this file: that would be a circle. */
function ownPath(c: AppContext, text: string | undefined): string {
  const path = returnPath(text, originOf(c));
  return /^\/sign-(?:in|out)\b/.test(path) ? "/keys" : path;
}
