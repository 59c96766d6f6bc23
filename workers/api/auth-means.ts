/** What better-auth needs of a request: see `people/auth-of.ts`. */
import { settingsOf } from "#workers/env.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import type { AuthMeans } from "#workers/people/auth-of.ts";

/** The origin is the one that the request came to: cookies and passkeys belong to it. */
export function authMeansOf(c: AppContext): AuthMeans {
  return { db: c.env.DB, settings: settingsOf(c.env), origin: new URL(c.req.url).origin };
}
