/** The sign-in library's own routes, which are not of `/v1`: passkeys, and the change of a password. */
import { ProblemError, problemOf } from "../api/problem-error.ts";

const AUTH_PATH = "/api/auth";

/** The body of a good answer, to be looked at by the caller. Throws a `ProblemError` that says what to do. */
export async function askAuth(path: string, body?: object): Promise<unknown> {
  const init = body === undefined ? {} : { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) };
  const response = await fetch(`${AUTH_PATH}${path}`, { ...init, credentials: "same-origin" });
  if (response.ok) return response.json();
  const problem = await problemOf(response);
  const detail = SENTENCES[problem.code];
  if (detail === undefined) throw problem;
  const { status, code, requestId } = problem;
  throw new ProblemError({ status, code, requestId, detail, fields: [] });
}

const JSON_TYPE = { "Content-Type": "application/json" };

/** Its refusals in our words. */
const SENTENCES: Readonly<Record<string, string>> = {
  INVALID_PASSWORD: "This is not your password.",
  PASSWORD_TOO_SHORT: "The new password is too short.",
  PASSWORD_TOO_LONG: "The new password is too long.",
  CREDENTIAL_ACCOUNT_NOT_FOUND: "You have no password. Ask an owner for a reset link to set one.",
  SESSION_NOT_FRESH: "You signed in more than a day ago. Sign out, sign in again, then add the passkey.",
  CHALLENGE_NOT_FOUND: "It took too long. Try again.",
  FAILED_TO_VERIFY_REGISTRATION: "The passkey could not be checked. Try again.",
  PREVIOUSLY_REGISTERED: "This device has a passkey for your account already.",
  PASSKEY_NOT_FOUND: "This passkey is gone already.",
  user_not_verified: "The device did not ask who you are. Use one with a face, a finger or a PIN.",
  UNAUTHORIZED: "Your session has ended: sign in again.",
};
