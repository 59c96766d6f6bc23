/**
 * Signs people in by password, and sends them to a provider. Through better-auth's handler and not its functions, for
 * only the handler counts attempts per address; attempts per account are counted here. What is answered, and how long it
 * takes, is the same whether or not an account exists: better-auth hashes the password in vain when there is none.
 */
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { accountKey, forgetAttempts, PASSWORD_ATTEMPTS, takeAttempt } from "./attempts.ts";
import { askAuth } from "./ask-auth.ts";
import type { AuthMeans } from "./auth-of.ts";
import { AUTH_PATH } from "./auth-routes-open.ts";

export type SignInRefusal =
  | { readonly code: "wrong_password" }
  | { readonly code: "too_many_attempts"; readonly retryAfterSeconds: number };

/** `Set-Cookie` values. */
export type SignedInCookies = { readonly cookies: readonly string[] };

/** Who asks: the request's own headers, for its address, device and cookies. */
export type Asking = AuthMeans & { readonly headers: Headers; readonly now: EpochMs };

/** Ten wrong passwords close the account's password for the rest of a quarter of an hour; a passkey still works. */
export async function signInWithPassword(
  asking: Asking,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Result<SignedInCookies, SignInRefusal>> {
  const key = accountKey(email);
  const wait = await takeAttempt({ db: asking.db, key, now: asking.now }, PASSWORD_ATTEMPTS);
  if (wait !== null) return err({ code: "too_many_attempts", retryAfterSeconds: wait });
  const response = await post(asking, "/sign-in/email", { email, password });
  if (response.status === 429) return err(tooMany(response));
  if (!response.ok) return err({ code: "wrong_password" });
  await forgetAttempts({ db: asking.db, key });
  return ok({ cookies: response.headers.getSetCookie() });
}

const redirectSchema = z.object({ url: z.url() });

/** Where to send the browser, with cookies that bind the answer to it. `returnPath` is one of our own. */
export async function startProvider(
  asking: Asking,
  provider: "github" | "google",
  returnPath: string,
): Promise<Result<SignedInCookies & { readonly url: string }, SignInRefusal>> {
  const body = { provider, callbackURL: returnPath, errorCallbackURL: "/sign-in", disableRedirect: true };
  const response = await post(asking, "/sign-in/social", body);
  if (response.status === 429) return err(tooMany(response));
  if (!response.ok) throw new Error(`the provider could not be asked: ${response.status}`);
  return ok({ url: redirectSchema.parse(await response.json()).url, cookies: response.headers.getSetCookie() });
}

function post(asking: Asking, path: string, body: object): Promise<Response> {
  const headers = new Headers({ "Content-Type": "application/json", Origin: asking.origin });
  for (const name of ["cookie", "cf-connecting-ip", "user-agent"]) {
    const value = asking.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const url = `${asking.origin}${AUTH_PATH}${path}`;
  return askAuth(asking, new Request(url, { method: "POST", headers, body: JSON.stringify(body) }));
}

function tooMany(response: Response): SignInRefusal {
  const seconds = Number(response.headers.get("x-retry-after"));
  return { code: "too_many_attempts", retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : 60 };
}
