/** The person behind a session cookie, with their memberships as they are in D1 now: nothing of it is cached. */
import { z } from "zod";
import { type SessionId, sessionIdSchema, type UserId, userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import type { ReachedWorkspace } from "#shared/principal.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import { type AuthMeans, authOf } from "./auth-of.ts";

export type SignedIn = {
  readonly sessionId: SessionId;
  readonly user: { readonly id: UserId; readonly name: string; readonly email: string };
  readonly workspaces: readonly ReachedWorkspace[];
  /** `Set-Cookie` values that renew the cookie, to be sent with the answer. */
  readonly cookies: readonly string[];
};

const membershipRow = z.object({ id: workspaceIdSchema, role: roleSchema });

/** `null` when the cookie is none of ours, has expired, or its session was ended. */
export async function readSession(means: AuthMeans, headers: Headers): Promise<SignedIn | null> {
  const auth = await authOf(means);
  const { response, headers: answered } = await auth.api.getSession({ headers, returnHeaders: true });
  if (response === null) return null;
  const { user, session } = response;
  const { results } = await means.db
    .prepare("SELECT workspace_id AS id, role FROM member WHERE user_id = ?1 ORDER BY created_at, workspace_id")
    .bind(user.id)
    .all();
  return {
    sessionId: sessionIdSchema.parse(session.id),
    user: { id: userIdSchema.parse(user.id), name: user.name, email: user.email },
    workspaces: results.map((row) => membershipRow.parse(row)),
    cookies: answered.getSetCookie(),
  };
}
