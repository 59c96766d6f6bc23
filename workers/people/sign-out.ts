/** Ends the session of a cookie. */
import { type AuthMeans, authOf } from "./auth-of.ts";

/** Answers the `Set-Cookie` values that remove the cookies; also when the session had ended before. */
export async function signOut(means: AuthMeans, headers: Headers): Promise<string[]> {
  const auth = await authOf(means);
  const { headers: answered } = await auth.api.signOut({ headers, returnHeaders: true });
  return answered.getSetCookie();
}
