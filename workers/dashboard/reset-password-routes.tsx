/** @jsxImportSource hono/jsx */
/** `/reset-password`: where a reset link leads. */
import { Hono } from "hono";
import { z } from "zod";
import { strangersAct } from "#workers/api/act-of.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { resetPassword } from "#workers/people/reset-password.ts";
import { findReset } from "#workers/people/reset-tokens.ts";
import { ownForm, readForm } from "./own-form.ts";
import { sendPage } from "./pages/document.tsx";
import { DeadResetLinkPage, ResetPasswordPage } from "./pages/reset-password.tsx";
import { formErrors, formPasswordSchema } from "./person-schema.ts";

export const resetPasswordRoutes = new Hono<AppEnv>()
  .get("/reset-password", (c) => showForm(c, { token: c.req.query("token") ?? "", error: undefined, status: 200 }))
  .post("/reset-password", ownForm(), async (c) => {
    const form = await readForm(c);
    const token = form.get("token") ?? "";
    const typed = formSchema.safeParse(Object.fromEntries(form));
    if (!typed.success) return showForm(c, { token, error: formErrors(typed.error)["password"], status: 400 });
    const done = await resetPassword(strangersAct(c), token, typed.data.password);
    return done.ok ? c.redirect("/sign-in?said=password-set", 303) : dead(c);
  });

const formSchema = z.object({ password: formPasswordSchema });

type Shown = { readonly token: string; readonly error: string | undefined; readonly status: 200 | 400 };

async function showForm(c: AppContext, { token, error, status }: Shown): Promise<Response> {
  const { db, now } = strangersAct(c);
  const target = await findReset(db, token, now);
  if (target === null) return dead(c);
  const body = <ResetPasswordPage token={token} email={target.email} error={error} />;
  return sendPage(c, { title: "Set a new password", status, body });
}

function dead(c: AppContext): Promise<Response> {
  return sendPage(c, { title: "Link expired", status: 410, body: <DeadResetLinkPage /> });
}
