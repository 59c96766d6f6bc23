/** The audit entries of many rows that one statement writes, as two statements more of its batch. */
import type { AuditId, WorkspaceId } from "#shared/ids.ts";
import type { Act } from "./act.ts";
import { actorOf, type AuditAction, type AuditEntry } from "./audit-entry.ts";

/** One row's entry; who acts, and by what, is the same for all. */
export type BulkEntry = {
  readonly id: AuditId;
  readonly targetId: string;
  readonly detail: AuditEntry["detail"];
  readonly workspaces: readonly WorkspaceId[];
};

/**
 * An entry for each key of them that is there: keys whose ids were drawn for this write and that its guard left out get
 * none. Run again they change nothing.
 */
export function bulkKeyAudit(
  act: Act,
  action: AuditAction,
  entries: readonly BulkEntry[],
): [D1PreparedStatement, D1PreparedStatement] {
  const { userId, credentialId } = actorOf(act);
  const rows = entries.map(({ detail, ...entry }) => ({ ...entry, detail: JSON.stringify(detail) }));
  const json = JSON.stringify(rows);
  const origin = [act.now, action, userId, credentialId, act.ip, act.userAgent, act.requestId] as const;
  return [act.db.prepare(INSERT_ENTRIES).bind(json, ...origin), act.db.prepare(INSERT_WORKSPACES).bind(json)];
}

/** `?1` is a JSON array of entries. */
const INSERT_ENTRIES = `
INSERT INTO audit_log (id, at, action, actor_user_id, actor_credential_id, target_type, target_id, detail, ip,
  user_agent, request_id)
SELECT e.value ->> 'id', ?2, ?3, ?4, ?5, 'key', k.id, e.value ->> 'detail', ?6, ?7, ?8
FROM json_each(?1) e JOIN keys k ON k.id = e.value ->> 'targetId' WHERE TRUE
ON CONFLICT DO NOTHING`;

const INSERT_WORKSPACES = `
INSERT INTO audit_workspaces (workspace_id, audit_id)
SELECT w.value, a.id FROM json_each(?1) e
JOIN audit_log a ON a.id = e.value ->> 'id'
JOIN json_each(e.value, '$.workspaces') w WHERE TRUE
ON CONFLICT DO NOTHING`;
