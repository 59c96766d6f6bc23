/** A person's own name. */
import { auditIdSchema, newId } from "#shared/ids.ts";
import type { SessionPerson } from "#shared/management/session.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { describePerson } from "./describe-person.ts";

/** A name that is theirs already is no change, and not recorded. */
export async function renameUser(act: Act, name: string): Promise<SessionPerson["user"]> {
  const { userId } = act.principal;
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const rename = act.db
    .prepare("UPDATE user SET name = ?2, updated_at = ?3 WHERE id = ?1 AND name <> ?2")
    .bind(userId, name, act.now);
  const audit = auditStatements(act, {
    id: auditId,
    action: "user.renamed",
    actor: actorOf(act),
    target: { type: "user", id: userId },
    detail: { name },
    workspaces: act.principal.workspaces.map(({ id }) => id),
  });
  await commit(act.db, { auditId, credentials: [], statements: [rename, ...audit] });
  return (await describePerson(act.db, userId)).user;
}
