/** The tables that hold what belongs to a workspace. */

/** Those of its content: a workspace with a row in none of them is empty. */
export const WORKSPACE_CONTENT_TABLES = ["events", "documents", "production_items", "automations"] as const;

/** One step of clearing a workspace: which rows go, and how many of them in one statement. */
export type Clearing = { readonly sql: string; readonly rowsAtOnce: number };

/**
 * All that refers to a workspace, children first; `?1` is the workspace, `?2` how many rows at most. D1 does one thing at
 * a time, so each statement is short: of documents fewer go at once, for every word of theirs leaves the index.
 */
export const WORKSPACE_CLEARING: readonly Clearing[] = [
  clearing("key_workspaces"),
  clearing("member"),
  clearing("invitation"),
  {
    sql: clearSql("automation_runs", "automation_id IN (SELECT id FROM automations WHERE workspace_id = ?1)"),
    rowsAtOnce: 1000,
  },
  clearing("automations"),
  clearing("production_items"),
  clearing("documents", 100),
  clearing("events"),
];

function clearing(table: string, rowsAtOnce = 1000): Clearing {
  return { sql: clearSql(table, "workspace_id = ?1"), rowsAtOnce };
}

/** NOTE: counted by RETURNING, since D1's own count has what triggers changed in it. */
function clearSql(table: string, condition: string): string {
  return `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ?2) RETURNING 1`;
}
