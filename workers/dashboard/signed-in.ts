/** Ends a page's act by signing its person in. */
import type { UserId } from "#shared/ids.ts";
import { authMeansOf } from "#workers/api/auth-means.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { startSession } from "#workers/people/start-session.ts";

/** Puts the cookies of a new session of theirs on the answer. */
export async function signInAs(c: AppContext, userId: UserId): Promise<void> {
  setCookies(c, await startSession(authMeansOf(c), c.req.raw.headers, userId));
}

/** Whole `Set-Cookie` values, as better-auth makes them. */
export function setCookies(c: AppContext, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
}
