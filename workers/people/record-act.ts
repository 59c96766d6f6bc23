/** Records what better-auth did for a person. It writes by itself, so this is a batch of its own, right after. */
import { auditIdSchema, newId, type UserId } from "#shared/ids.ts";
import type { Act } from "#workers/audit/act.ts";
import { type AuditAction, auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";

export type Done = { readonly action: AuditAction; readonly userId: UserId; readonly sessionId: string };

/** The entry is the person's own: no workspace sees it. */
export async function recordAct(act: Omit<Act, "principal">, { action, userId, sessionId }: Done): Promise<void> {
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const touch = act.db.prepare("UPDATE user SET updated_at = ?2 WHERE id = ?1").bind(userId, act.now);
  const audit = auditStatements(act, {
    id: auditId,
    action,
    actor: { userId, credentialId: sessionId },
    target: { type: "user", id: userId },
    detail: {},
    workspaces: [],
  });
  await commit(act.db, { auditId, credentials: [], statements: [touch, ...audit] });
}
