/**
 * Makes a link by which a member sets a new password. Whoever holds the link becomes that person, everywhere: so the
 * caller must own every workspace that the person belongs to, not just the one they ask in, and the person must have
 * joined one of them by themselves.
 */
import { z } from "zod";
import { auditIdSchema, newId, type UserId, type WorkspaceId, workspaceIdSchema } from "#shared/ids.ts";
import type { ResetLink } from "#shared/management/session.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { roleIn } from "#workers/workspaces/workspace-role.ts";
import { newResetToken, RESET_LINK_MS, resetStatements, resetUrl } from "./reset-tokens.ts";

/** Where the link leads, and for whom it is. */
export type ResetWish = { readonly origin: string; readonly workspaceId: WorkspaceId; readonly userId: UserId };

/** Refusals: `not_found` (workspace, member), `not_permitted`. Any link of before is dead. */
export async function makeResetLink(act: Act, wish: ResetWish): Promise<Result<ResetLink, Refusal>> {
  const { origin, workspaceId, userId } = wish;
  const role = roleIn(act.principal, workspaceId);
  if (!role.ok) return role;
  if (role.value !== "owner") return err(NOT_OWNER);
  if (userId === act.principal.userId) return err(OWN);
  const memberships = await membershipsOf(act, userId);
  if (!memberships.some(({ id }) => id === workspaceId)) return err({ code: "not_found", what: "member" });
  if (memberships.some(({ owned }) => owned === 0)) return err(ELSEWHERE);
  if (memberships.every(({ by_hand: byHand }) => byHand === 1)) return err(BY_HAND);
  const token = newResetToken(act.mint);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "password.reset_link_made",
    actor: actorOf(act),
    target: { type: "user", id: userId },
    detail: {},
    workspaces: memberships.map(({ id }) => id),
  });
  const [insert, rest] = await resetStatements(act, { auditId, userId, token, by: act.principal.userId });
  const committed = await commit(act.db, { auditId, credentials: [], statements: [insert, ...audit, rest] });
  if (!committed.applied) return err(ELSEWHERE);
  return ok({ url: resetUrl(origin, token), expires_at: new Date(act.now + RESET_LINK_MS).toISOString() });
}

const membershipRow = z.object({ id: workspaceIdSchema, owned: z.number(), by_hand: z.number() });

/** The person's workspaces, whether the caller owns each, and whether somebody else put the person there. */
async function membershipsOf(act: Act, userId: UserId): Promise<z.infer<typeof membershipRow>[]> {
  const { results } = await act.db
    .prepare(
      `SELECT workspace_id AS id, added_by IS NOT NULL AS by_hand, EXISTS (SELECT 1 FROM member own WHERE own.workspace_id = member.workspace_id
         AND own.user_id = ?2 AND own.role = 'owner') AS owned
       FROM member WHERE user_id = ?1`,
    )
    .bind(userId, act.principal.userId)
    .all();
  return results.map((row) => membershipRow.parse(row));
}

const NOT_OWNER: Refusal = { code: "not_permitted", reason: "Only an owner makes reset links." };
const OWN: Refusal = { code: "not_permitted", reason: "A reset link is for somebody else: change your own password." };
const ELSEWHERE: Refusal = {
  code: "not_permitted",
  reason: "This person belongs to a workspace that you do not own, and the link would open that too.",
};
const BY_HAND: Refusal = {
  code: "not_permitted",
  reason: "This person was added and has accepted no invitation of yours, so their account is not yours to open.",
};
