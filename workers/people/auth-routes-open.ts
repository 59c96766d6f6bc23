/**
 * Which of better-auth's routes can be reached from outside, under {@link AUTH_PATH}. Everything else of it answers as
 * if it were not there: sign-in by password goes through our own page, where it is throttled per account too, and users
 * are made by setup and invitations alone.
 */

/** Where better-auth is mounted. */
export const AUTH_PATH = "/api/auth";

/** `METHOD path`. `callback` is where providers send people back to. */
const OPEN_AUTH_ROUTES = [
  "POST /sign-out",
  "POST /change-password",
  "GET /passkey/generate-authenticate-options",
  "POST /passkey/verify-authentication",
  "GET /passkey/generate-register-options",
  "POST /passkey/verify-registration",
  "GET /passkey/list-user-passkeys",
  "POST /passkey/update-passkey",
  "POST /passkey/delete-passkey",
  "GET /callback/github",
  "GET /callback/google",
] as const;
export type OpenAuthRoute = (typeof OPEN_AUTH_ROUTES)[number];

/** The route that a request asks for, or `null` for one that is closed or does not exist. */
export function openAuthRoute(method: string, pathname: string): OpenAuthRoute | null {
  const path = pathname.slice(AUTH_PATH.length);
  return OPEN_AUTH_ROUTES.find((route) => route === `${method} ${path}`) ?? null;
}
