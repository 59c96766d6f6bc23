/** @jsxImportSource hono/jsx */
/** `/setup/recover`: whoever runs the deployment gets an owner a reset link. */
import { Hono } from "hono";
import type { Refusal } from "#shared/refusals.ts";
import { strangersAct } from "#workers/api/act-of.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { recoverOwner } from "#workers/people/recover-owner.ts";
import { ownForm, readForm } from "./own-form.ts";
import { sendPage } from "./pages/document.tsx";
import { type Message, tooManyAttempts } from "./pages/parts.tsx";
import { RecoverPage, RecoveryLinkPage } from "./pages/recover.tsx";
import { formEmailSchema } from "./person-schema.ts";

export const recoverRoutes = new Hono<AppEnv>()
  .get("/setup/recover", (c) => showRecover(c, 200, { email: "", message: null }))
  .post("/setup/recover", ownForm(), async (c) => {
    const form = await readForm(c);
    const act = strangersAct(c);
    const typed = (form.get("email") ?? "").slice(0, 254);
    const email = formEmailSchema.safeParse(typed);
    if (!email.success) {
      return showRecover(c, 400, { email: typed, message: { tone: "bad", text: "Enter the owner's e-mail address." } });
    }
    const wish = { setupToken: form.get("token") ?? "", email: email.data, origin: new URL(c.req.url).origin };
    const made = await recoverOwner(act, wish);
    if (!made.ok) return refuse(c, made.error, typed);
    return sendPage(c, { title: "Reset link", body: <RecoveryLinkPage url={made.value.url} /> });
  });

const WRONG_TOKEN: Message = { tone: "bad", text: "That is not this deployment's setup token." };

function refuse(c: AppContext, refusal: Refusal, email: string): Promise<Response> {
  if (refusal.code !== "rate_limited") return showRecover(c, 403, { email, message: WRONG_TOKEN });
  c.header("Retry-After", String(refusal.retryAfterSeconds));
  return showRecover(c, 429, { email, message: tooManyAttempts(refusal.retryAfterSeconds) });
}

type Shown = { readonly email: string; readonly message: Message | null };

function showRecover(c: AppContext, status: 200 | 400 | 403 | 429, shown: Shown): Promise<Response> {
  return sendPage(c, { title: "Recover", status, body: <RecoverPage {...shown} /> });
}
