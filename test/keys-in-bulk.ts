/**
 * SQL that fills a database with keys by the ten thousand, with an audit entry and some use each, in few statements: what
 * years of work leave behind. `?1` is the number of the first, `?2` of the one after the last. Their digests are of no
 * secret, so nobody can come with one of them. Pure; the tests and the bench say it to their own D1.
 */

/** NOTE: D1 binds every number as a REAL. */
const NUMBERS = "WITH RECURSIVE n(i) AS (SELECT CAST(?1 AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i < ?2 - 1)";

/** In order, unlike drawn ids: every index grows at its end, and a million keys are there in minutes. */
const KEY_ID = "'key_' || printf('%010d', i)";
const AUDIT_ID = "'aud_' || printf('%016d', i)";
const OWNER = "json_extract(?3, '$[' || (i % json_array_length(?3)) || ']')";

/** `?3` is a JSON array of owners, `?4` now: made in the ten thousand hours before, two of three used in the 92 days before. */
const KEYS_IN_BULK = `${NUMBERS}
INSERT INTO keys (id, owner_id, name, hint, digest, scopes, status, created_at, updated_at, last_used_at)
SELECT ${KEY_ID}, ${OWNER}, 'Key number ' || i, 'lk_live_' || printf('%04x', i % 65536) || '…' || printf('%04d', i % 10000),
  printf('%064d', i), '["mcp:read","mcp:write"]',
  CASE i % 20 WHEN 0 THEN 'disabled' WHEN 1 THEN 'revoked' ELSE 'enabled' END,
  CAST(?4 AS INTEGER) - 36000000000 + i * 1000, CAST(?4 AS INTEGER) - 36000000000 + i * 1000, CASE WHEN i % 3 > 0 THEN CAST(?4 AS INTEGER) - i * 2654435761 % 8000000000 END
FROM n`;

/** `?3` is a workspace. */
const REACH_IN_BULK = `${NUMBERS} INSERT INTO key_workspaces (key_id, workspace_id) SELECT ${KEY_ID}, ?3 FROM n`;

/** `?3` is the hour before which three hours of use are, a day apart. */
const USE_IN_BULK = `${NUMBERS}
INSERT INTO usage_hourly (credential_id, hour, surface, operation, outcome, client, country, count)
SELECT ${KEY_ID}, CAST(?3 AS INTEGER) - h.value * 86400000, 'mcp', 'list_events', 'ok', 'claude', 'DE', 1 + i % 7
FROM n JOIN json_each('[1, 2, 3]') h`;

/** `?3` is a JSON array of owners, `?4` now. */
const AUDIT_IN_BULK = `${NUMBERS}
INSERT INTO audit_log (id, at, action, actor_user_id, target_type, target_id, detail, request_id)
SELECT ${AUDIT_ID}, CAST(?4 AS INTEGER) - 36000000000 + i * 1000, 'key.created', ${OWNER}, 'key', ${KEY_ID}, '{}', 'req_0000000000000000' FROM n`;

/** `?3` is the workspace that the entries of {@link AUDIT_IN_BULK} concern. */
const AUDIT_REACH_IN_BULK = `${NUMBERS}
INSERT INTO audit_workspaces (workspace_id, audit_id) SELECT ?3, ${AUDIT_ID} FROM n`;

/** What was changed so long ago has been heard of. */
const CONFIRM_ALL = "UPDATE key_changes SET confirmed_at = changed_at WHERE confirmed_at IS NULL";

/** All of the above for one workspace, as statements and what is bound to them: the keys, what they reach, and the rest. */
export function keysInBulk(bulk: {
  readonly from: number;
  readonly to: number;
  readonly workspace: string;
  readonly owners: readonly string[];
  readonly now: number;
}): { readonly sql: string; readonly values: readonly (string | number)[] }[] {
  const { from, to, workspace, now } = bulk;
  const owners = JSON.stringify(bulk.owners);
  return [
    { sql: KEYS_IN_BULK, values: [from, to, owners, now] },
    { sql: REACH_IN_BULK, values: [from, to, workspace] },
    { sql: USE_IN_BULK, values: [from, to, now - (now % 3_600_000)] },
    { sql: AUDIT_IN_BULK, values: [from, to, owners, now] },
    { sql: AUDIT_REACH_IN_BULK, values: [from, to, workspace] },
    { sql: CONFIRM_ALL, values: [] },
  ];
}
