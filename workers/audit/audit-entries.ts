/** Entries of several things that one write makes or ends, as two statements of its batch, however many they are. */
import type { AuditId } from "#shared/ids.ts";
import type { Act } from "./act.ts";
import { type AuditEntry, IF_RECORDED } from "./audit-entry.ts";

/**
 * They are made if the entry `cause` of the same batch was; `null`: each for which the key that it is about is there, since
 * the guard of the write leaves out some. Run again they change nothing.
 */
export function auditEntriesStatements(
  act: Omit<Act, "principal">,
  cause: AuditId | null,
  entries: readonly AuditEntry[],
): D1PreparedStatement[] {
  const rows = entries.map(({ id, action, actor, target, detail }) => [
    id,
    action,
    actor.userId,
    actor.credentialId,
    target.type,
    target.id,
    JSON.stringify(detail),
  ]);
  const seen = entries.flatMap(({ id, workspaces }) => workspaces.map((workspace) => [workspace, id]));
  return [
    act.db.prepare(INSERT_ENTRIES).bind(cause, act.now, act.ip, act.userAgent, act.requestId, JSON.stringify(rows)),
    act.db.prepare(INSERT_WORKSPACES).bind(JSON.stringify(seen)),
  ];
}

const INSERT_ENTRIES = `
INSERT INTO audit_log (id, at, action, actor_user_id, actor_credential_id, target_type, target_id, detail, ip,
  user_agent, request_id)
SELECT value->>0, ?2, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, ?3, ?4, ?5
FROM json_each(?6)
WHERE CASE WHEN ?1 IS NULL THEN EXISTS (SELECT 1 FROM keys WHERE id = value->>5) ELSE ${IF_RECORDED} END
ON CONFLICT DO NOTHING`;

const INSERT_WORKSPACES = `
INSERT INTO audit_workspaces (workspace_id, audit_id)
SELECT value->>0, value->>1 FROM json_each(?1) WHERE EXISTS (SELECT 1 FROM audit_log WHERE id = value->>1)
ON CONFLICT DO NOTHING`;
