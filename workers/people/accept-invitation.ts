/** Accepts an invitation: a new person with their way to sign in, or one who has an account. One batch, once. */
import { type AuditId, auditIdSchema, newId, type UserId, userIdSchema } from "#shared/ids.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { isDuplicate } from "#workers/db/storage-unavailable.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";
import type { InvitationLink } from "./find-invitation.ts";
import { type SignInMeans, userStatements } from "./user-statements.ts";

/** The act of somebody who need not be known to the API: a page has looked at who they are. */
type PersonsAct = Omit<Act, "principal">;

/** An invitation and the token that its holder showed: a token that was replaced meanwhile accepts nothing. */
export type Held = { readonly invitation: InvitationLink; readonly token: string };

/** Refusal: `conflict` when it was accepted, withdrawn, resent or expired meanwhile, or the e-mail got an account. */
export async function joinByInvitation(
  act: PersonsAct,
  held: Held,
  person: { readonly name: string; readonly signIn: SignInMeans },
): Promise<Result<{ userId: UserId }, Refusal>> {
  const userId = newId(userIdSchema, "usr", act.mint);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const user = { id: userId, email: held.invitation.email, ...person };
  try {
    const applied = await accept(act, { held, userId, auditId, before: userStatements(act, auditId, user) });
    return applied ? ok({ userId }) : err(GONE);
  } catch (error) {
    if (isDuplicate(error, "user.email")) return err(GONE);
    throw error;
  }
}

/** `email` is the signed-in person's. Refusals: `not_permitted` for another e-mail than invited, and `conflict`. */
export async function acceptInvitation(
  act: PersonsAct,
  held: Held,
  person: { readonly id: UserId; readonly email: string },
): Promise<Result<{ userId: UserId }, Refusal>> {
  if (person.email.toLowerCase() !== held.invitation.email.toLowerCase()) return err(NOT_YOURS);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const applied = await accept(act, { held, userId: person.id, auditId, before: [] });
  return applied ? ok({ userId: person.id }) : err(GONE);
}

type Acceptance = {
  readonly held: Held;
  readonly userId: UserId;
  readonly auditId: AuditId;
  /** What membership refers to. */
  readonly before: readonly D1PreparedStatement[];
};

async function accept(act: PersonsAct, { held, userId, auditId, before }: Acceptance): Promise<boolean> {
  const { id, workspace, role } = held.invitation;
  const claim = act.db.prepare(CLAIM).bind(id, await sha256Hex(held.token), act.now);
  const audit = auditStatements(act, {
    id: auditId,
    action: "member.joined",
    actor: { userId, credentialId: null },
    target: { type: "member", id: userId },
    detail: { workspace: workspace.id, role, invitation: id },
    workspaces: [workspace.id],
  });
  // NOTE: somebody who was added by hand meanwhile keeps the role they have, and is there by their own will now.
  const member = act.db
    .prepare(INSERT_MEMBER)
    .bind(auditId, `mem_${act.mint(16)}`, workspace.id, userId, role, act.now);
  const statements = [claim, ...audit, ...before, member];
  const committed = await commit(act.db, { auditId, credentials: [], statements });
  await propagate(act, committed);
  return committed.applied;
}

const GONE: Refusal = { code: "conflict", reason: "This invitation cannot be used any more." };
const NOT_YOURS: Refusal = { code: "not_permitted", reason: "This invitation is for another e-mail address." };

const CLAIM = `
UPDATE invitation SET status = 'accepted'
WHERE id = ?1 AND token_digest = ?2 AND status = 'pending' AND expires_at > ?3`;

const INSERT_MEMBER = `
INSERT INTO member (id, workspace_id, user_id, role, created_at)
SELECT ?2, ?3, ?4, ?5, ?6 WHERE ${IF_RECORDED}
ON CONFLICT (user_id, workspace_id) DO UPDATE SET added_by = NULL`;
