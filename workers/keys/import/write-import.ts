/**
 * Writes imported keys, many in one D1 batch: each with the workspaces it reaches, its audit entry and its change, or not
 * at all. What was decided before is asked of D1 again here, row by row, so that a row which somebody was quicker with
 * is left out and stops no other. Run again a batch changes nothing.
 */
import { auditIdSchema, newId } from "#shared/ids.ts";
import type { Act } from "#workers/audit/act.ts";
import { auditEntriesStatements } from "#workers/audit/audit-entries.ts";
import { actorOf, type AuditEntry } from "#workers/audit/audit-entry.ts";
import { commit, type Committed } from "#workers/changes/commit.ts";
import { IMPORT_BATCH_REACH_MAX, IMPORT_BATCH_ROWS_MAX } from "#shared/limits.ts";
import type { PlannedKey } from "./plan-import.ts";

/** Parts the keys so that no batch is too much for D1, whatever they reach. */
export function inBatches(keys: readonly PlannedKey[]): PlannedKey[][] {
  const batches: PlannedKey[][] = [];
  let reach = 0;
  for (const key of keys) {
    const last = batches.at(-1);
    reach += key.workspaces.length;
    if (last === undefined || last.length >= IMPORT_BATCH_ROWS_MAX || reach > IMPORT_BATCH_REACH_MAX) {
      batches.push([key]);
      reach = key.workspaces.length;
    } else last.push(key);
  }
  return batches;
}

/** Writes one batch of them. Which of them are there afterwards is for the reader to see. */
export function writeKeys(act: Act, keys: readonly PlannedKey[]): Promise<Committed> {
  const entries = keys.map((key) => entryOf(act, key));
  const json = JSON.stringify(keys.map(rowOf));
  return commit(act.db, {
    // Of the first: whether it was made or left out, a batch whose answer was lost may be run again.
    auditId: entries[0]?.id ?? newId(auditIdSchema, "aud", act.mint),
    credentials: keys.map((key) => key.id),
    statements: [
      act.db.prepare(INSERT_KEYS).bind(json, act.principal.userId, act.now),
      ...auditEntriesStatements(act, null, entries),
      act.db.prepare(INSERT_REACH).bind(json),
    ],
  });
}

function entryOf(
  act: Act,
  { id, name, hint, ownerId, scopes, workspaces, isLegacy, expiresAt }: PlannedKey,
): AuditEntry {
  const expiry = expiresAt === null ? null : new Date(expiresAt).toISOString();
  return {
    id: newId(auditIdSchema, "aud", act.mint),
    action: "key.imported",
    actor: actorOf(act),
    target: { type: "key", id },
    detail: { name, hint, owner: ownerId, scopes, workspaces, legacy: isLegacy, expires_at: expiry },
    workspaces,
  };
}

function rowOf({ scopes, isLegacy, ...key }: PlannedKey): object {
  return { ...key, scopes: JSON.stringify(scopes), legacy: isLegacy ? 1 : 0 };
}

/**
 * `?1` is a JSON array of keys, `?2` the importer, `?3` now. A row is left out where its digest came to be known, where
 * the importer or the owner has lost a workspace, or where the owner of a legacy token has joined another one.
 */
const INSERT_KEYS = `
INSERT INTO keys (id, owner_id, name, hint, digest, scopes, expires_at, all_workspaces, imported_at, imported_by,
  created_at, updated_at)
SELECT r.value ->> 'id', r.value ->> 'ownerId', r.value ->> 'name', r.value ->> 'hint', r.value ->> '$.digests[0]',
  r.value ->> 'scopes', r.value ->> 'expiresAt', r.value ->> 'legacy',
  CAST(unixepoch('subsec') * 1000 AS INTEGER), ?2, ?3, ?3
FROM json_each(?1) r
WHERE NOT EXISTS (SELECT 1 FROM keys k
    WHERE k.digest IN (SELECT d.value FROM json_each(r.value, '$.digests') d))
  AND NOT EXISTS (SELECT 1 FROM keys k
    WHERE k.previous_digest IN (SELECT d.value FROM json_each(r.value, '$.digests') d))
  AND (SELECT count(*) FROM json_each(r.value, '$.workspaces') w
    JOIN member o ON o.workspace_id = w.value AND o.user_id = r.value ->> 'ownerId'
    JOIN member i ON i.workspace_id = w.value AND i.user_id = ?2 AND i.role IN ('owner', 'admin'))
    = json_array_length(r.value, '$.workspaces')
  AND (r.value ->> 'legacy' = 0 OR (SELECT count(*) FROM member o WHERE o.user_id = r.value ->> 'ownerId')
    = json_array_length(r.value, '$.workspaces')
    AND (r.value ->> 'ownerId' = ?2
      OR EXISTS (SELECT 1 FROM member o WHERE o.user_id = r.value ->> 'ownerId' AND o.added_by IS NULL)))`;

/** Of the keys that are there; their owners' places are those of the statement before, in one transaction with it. */
const INSERT_REACH = `
INSERT INTO key_workspaces (key_id, workspace_id)
SELECT k.id, w.value FROM json_each(?1) r
JOIN keys k ON k.id = r.value ->> 'id'
JOIN json_each(r.value, '$.workspaces') w
JOIN member o ON o.workspace_id = w.value AND o.user_id = k.owner_id WHERE TRUE
ON CONFLICT DO NOTHING`;
