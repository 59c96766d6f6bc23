/** Removes a member. Their keys and apps lose the workspace in the same transaction, and everywhere before the answer. */
import { z } from "zod";
import {
  appIdSchema,
  type AuditId,
  auditIdSchema,
  keyIdSchema,
  newId,
  type UserId,
  type WorkspaceId,
} from "#shared/ids.ts";
import type { RemovedMember } from "#shared/management/members.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit, type Committed } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { memberRole } from "./member-role.ts";
import { refuseOverMember, roleIn } from "./workspace-role.ts";

/** Refusals: `not_found` (workspace, member), `not_permitted`, `last_owner`. Everybody may leave by themselves. */
export async function removeMember(
  act: Act,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<Result<RemovedMember, Refusal>> {
  const caller = roleIn(act.principal, workspaceId);
  if (!caller.ok) return caller;
  const role = await memberRole(act.db, workspaceId, userId);
  if (role === null) return err({ code: "not_found", what: "member" });
  const refusal = userId === act.principal.userId ? null : refuseOverMember(caller.value, role);
  if (refusal !== null) return err(refusal);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "member.removed",
    actor: actorOf(act),
    target: { type: "member", id: userId },
    detail: { workspace: workspaceId, role },
    workspaces: [workspaceId],
  });
  const removal = act.db.prepare(DELETE_MEMBER).bind(workspaceId, userId, role);
  const statements = [removal, ...audit, withdrawal(act, auditId, { workspaceId, userId })];
  const committed = await commit(act.db, { auditId, credentials: "all", statements });
  if (committed.applied) {
    const [propagation, losers] = await Promise.all([propagate(act, committed), losersOf(act.db, userId, committed)]);
    return ok({ removed: true, user_id: userId, ...losers, propagation });
  }
  const still = await memberRole(act.db, workspaceId, userId);
  if (still === null) return err({ code: "not_found", what: "member" });
  return err(
    still === role ? { code: "last_owner" } : { code: "conflict", reason: "The member's role has just changed." },
  );
}

type Leaver = { readonly workspaceId: WorkspaceId; readonly userId: UserId };

/** The invitations that would let them back in: those to their address, and those whose links only they have seen. */
function withdrawal(act: Act, auditId: AuditId, { workspaceId, userId }: Leaver): D1PreparedStatement {
  return act.db.prepare(DELETE_INVITATIONS).bind(auditId, workspaceId, userId);
}

const keyRow = z.object({ id: keyIdSchema, name: z.string(), hint: z.string() });
const appRow = z.object({ id: appIdSchema, name: z.string() });

/**
 * Their keys and apps that lost the workspace: the transaction's own changes say so, which no look before or after it
 * could. NOTE: when D1 did not answer the first try, keys of theirs that had just changed otherwise may be among them.
 */
async function losersOf(
  db: D1Database,
  userId: UserId,
  committed: Committed,
): Promise<Pick<RemovedMember, "keys" | "apps">> {
  const changed = JSON.stringify([...new Set(committed.own.map((change) => change.id))]);
  const [keys, apps] = await db.batch([LOST_KEYS, LOST_APPS].map((sql) => db.prepare(sql).bind(userId, changed)));
  return {
    keys: (keys?.results ?? []).map((row) => keyRow.parse(row)),
    apps: (apps?.results ?? []).map((row) => appRow.parse(row)),
  };
}

const LOST_KEYS = `
SELECT id, name, hint FROM keys WHERE owner_id = ?1 AND status <> 'revoked'
AND id IN (SELECT value FROM json_each(?2)) ORDER BY name COLLATE NOCASE, id`;

const LOST_APPS = `
SELECT id, name FROM connected_apps WHERE owner_id = ?1
AND id IN (SELECT value FROM json_each(?2)) ORDER BY name COLLATE NOCASE, id`;

/** The conditions are part of the statement: two owners who remove each other at once leave one. */
const DELETE_MEMBER = `
DELETE FROM member WHERE workspace_id = ?1 AND user_id = ?2 AND role = ?3
AND (role <> 'owner' OR (SELECT count(*) FROM member WHERE workspace_id = ?1 AND role = 'owner') > 1)`;

const DELETE_INVITATIONS = `
DELETE FROM invitation WHERE workspace_id = ?2 AND status = 'pending'
AND (inviter_id = ?3 OR email = (SELECT email FROM user WHERE id = ?3)) AND ${IF_RECORDED}`;
