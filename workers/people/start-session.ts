/** Signs in a person who has just proved who they are: by setting up, or by an invitation's link. */
import type { UserId } from "#shared/ids.ts";
import { type AuthMeans, authOf } from "./auth-of.ts";

/** Answers the `Set-Cookie` values; `headers` are the request's, for the session's address and device. */
export async function startSession(means: AuthMeans, headers: Headers, userId: UserId): Promise<string[]> {
  const auth = await authOf(means);
  const { headers: answered } = await auth.api.startSession({ body: { userId }, headers, returnHeaders: true });
  return answered.getSetCookie();
}
