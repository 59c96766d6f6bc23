/** A request to better-auth's own handler, which alone counts attempts per address. Its failures are ours: thrown. */
import { StorageUnavailable } from "#workers/db/storage-unavailable.ts";
import { type AuthMeans, authOf } from "./auth-of.ts";

/**
 * Its answer, unless that is a failure: never mistaken for a "no", nor told in the library's words. What it throws comes
 * out as it is; of what it answers with 5xx it has logged the cause, and nothing but its storage fails it so.
 */
export async function askAuth(means: AuthMeans, request: Request): Promise<Response> {
  const auth = await authOf(means);
  const response = await auth.handler(request);
  if (response.status >= 500) throw new StorageUnavailable(`better-auth answered ${response.status}`);
  return response;
}
