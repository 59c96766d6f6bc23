/** @jsxImportSource hono/jsx */
/** `/setup`: claims a fresh deployment, by password or by passkey, and signs its owner in. */
import { Hono } from "hono";
import { z } from "zod";
import type { Refusal } from "#shared/refusals.ts";
import { ok } from "#shared/result.ts";
import { strangersAct } from "#workers/api/act-of.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { fieldErrors } from "#workers/http/field-errors.ts";
import { jsonBody, limitBody } from "#workers/http/json-body.ts";
import { isOwnPage } from "#workers/http/own-page.ts";
import { problem } from "#workers/http/problem.ts";
import { hashedPassword } from "#workers/people/password.ts";
import { isSetUp, refuseSetup, setUp } from "#workers/people/set-up.ts";
import { ownForm, readForm } from "./own-form.ts";
import { sendPage } from "./pages/document.tsx";
import { tooManyAttempts } from "./pages/parts.tsx";
import { AlreadySetUpPage, SetupPage, type SetupProps, type SetupValues } from "./pages/setup.tsx";
import { formEmailSchema, formErrors, formNameSchema, formPasswordSchema } from "./person-schema.ts";
import { readRegistration, registrationSchema } from "./read-registration.ts";
import { creationOptions, giveChallenge } from "./registration-cookie.ts";
import { signInAs } from "./signed-in.ts";

const wishSchema = z.object({
  token: z.string().min(1).max(512),
  name: formNameSchema,
  email: formEmailSchema,
  workspace: formNameSchema,
});
const passwordWishSchema = wishSchema.extend({ password: formPasswordSchema });
const passkeyWishSchema = wishSchema.extend({ response: registrationSchema });
type Wish = z.infer<typeof wishSchema>;

const PURPOSE = "setup";

export const setupPageRoutes = new Hono<AppEnv>()
  .get("/setup", async (c) => {
    const done = await isSetUp(c.env.DB);
    if (/\bjson\b/.test(c.req.header("accept") ?? "")) return c.json({ set_up: done });
    if (done) return sendPage(c, { title: "Set up", body: <AlreadySetUpPage /> });
    const token = (c.req.query("token") ?? "").slice(0, 512);
    return showSetup(c, 200, { values: { ...EMPTY, token }, errors: {}, message: null });
  })
  .post("/setup", ownForm(), async (c) => {
    const form = await readForm(c);
    const values = { ...EMPTY, ...valuesOf(form) };
    const wish = passwordWishSchema.safeParse(Object.fromEntries(form));
    if (!wish.success) return showSetup(c, 400, { values, errors: formErrors(wish.error), message: null });
    const { password } = wish.data;
    const signIn = async () => ok({ kind: "password" as const, hash: await hashedPassword(password) });
    const done = await setUp(strangersAct(c), { ...wishOf(wish.data), signIn });
    if (!done.ok) return refuse(c, done.error, values);
    await signInAs(c, done.value.userId);
    return c.redirect("/keys", 303);
  })
  .post("/setup/passkey/options", limitBody(), jsonBody({ optional: false }), async (c) => {
    if (!isOwnPage(c)) return problem(c, { code: "cross_site_request" });
    const wish = wishSchema.safeParse(await c.req.json());
    if (!wish.success) return problem(c, { code: "invalid_request", errors: fieldErrors(wish.error) });
    const act = strangersAct(c);
    const refusal = await refuseSetup(act, wish.data.token);
    if (refusal !== null) return problem(c, refusal);
    return c.json(creationOptions(c, await giveChallenge(c, PURPOSE, act.now), wish.data));
  })
  .post("/setup/passkey", limitBody(), jsonBody({ optional: false }), async (c) => {
    if (!isOwnPage(c)) return problem(c, { code: "cross_site_request" });
    const wish = passkeyWishSchema.safeParse(await c.req.json());
    if (!wish.success) return problem(c, { code: "invalid_request", errors: fieldErrors(wish.error) });
    const { response } = wish.data;
    const signIn = () => readRegistration(c, { registration: response, purpose: PURPOSE });
    const done = await setUp(strangersAct(c), { ...wishOf(wish.data), signIn });
    if (!done.ok) return problem(c, done.error);
    await signInAs(c, done.value.userId);
    return c.json({ to: "/keys" });
  });

const EMPTY: SetupValues = { token: "", name: "", email: "", workspace: "" };

function valuesOf(form: ReadonlyMap<string, string>): Partial<SetupValues> {
  return Object.fromEntries(
    [...form].filter(([name]) => name in EMPTY).map(([name, value]) => [name, value.slice(0, 512)]),
  );
}

/** No key: a person makes theirs on the page that they come to. */
function wishOf({ token, name, email, workspace }: Wish): Omit<Parameters<typeof setUp>[1], "signIn"> {
  return { setupToken: token, owner: { name, email }, workspace: { name: workspace }, key: "none" };
}

function showSetup(c: AppContext, status: 200 | 400 | 403 | 429, props: SetupProps): Promise<Response> {
  return sendPage(c, { title: "Set up", status, body: <SetupPage {...props} />, passkeys: true });
}

function refuse(c: AppContext, refusal: Refusal, values: SetupValues): Promise<Response> | Response {
  if (refusal.code === "already_set_up")
    return sendPage(c, { title: "Set up", status: 409, body: <AlreadySetUpPage /> });
  if (refusal.code === "rate_limited") {
    c.header("Retry-After", String(refusal.retryAfterSeconds));
    return showSetup(c, 429, { values, errors: {}, message: tooManyAttempts(refusal.retryAfterSeconds) });
  }
  if (refusal.code !== "wrong_setup_token") throw new Error(`setup was refused with ${refusal.code}`);
  const errors = { token: "That is not this deployment's setup token." };
  return showSetup(c, 403, { values: { ...values, token: "" }, errors, message: null });
}
