/** The one way in which a key comes to reach workspaces. */
import { IF_RECORDED } from "#workers/audit/audit-entry.ts";

/**
 * `?1` is the audit id of the write it belongs to, `?2` the key, `?3` a JSON array of workspaces. Those that the owner
 * has left in the moment before are left out: a row that outlived the membership would come to life with the next one.
 */
export const INSERT_REACH = `
INSERT INTO key_workspaces (key_id, workspace_id)
SELECT k.id, m.workspace_id FROM keys k JOIN member m ON m.user_id = k.owner_id
WHERE k.id = ?2 AND m.workspace_id IN (SELECT value FROM json_each(?3)) AND ${IF_RECORDED}
ON CONFLICT DO NOTHING`;
