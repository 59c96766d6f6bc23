/**
 * Who may become a user by way of better-auth, whatever the method: somebody with a pending invitation to the e-mail
 * that their provider has verified. Our own pages make users themselves (`set-up.ts`, `join.ts`).
 */
import { parse } from "hono/utils/cookie";
import { sha256Hex } from "#workers/secrets/sha256.ts";

/** Holds the invitation's token while its holder is away at a provider. */
export const INVITATION_COOKIE = "latchkey_invitation";

type NewUser = { readonly email: string; readonly emailVerified: boolean };

/** Whether the request brings the token of an invitation that is pending for this e-mail. */
export async function maySignUp(db: D1Database, user: NewUser, headers: Headers | undefined): Promise<boolean> {
  const token = parse(headers?.get("cookie") ?? "")[INVITATION_COOKIE];
  if (token === undefined || !user.emailVerified) return false;
  const row = await db
    .prepare(
      `SELECT 1 FROM invitation
       WHERE token_digest = ?1 AND lower(email) = lower(?2) AND status = 'pending' AND expires_at > ?3`,
    )
    .bind(await sha256Hex(token), user.email, Date.now())
    .first();
  return row !== null;
}
