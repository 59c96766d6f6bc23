/** The tables that hold what belongs to a workspace, as its end needs them. */

/** Statements that delete it all, children first; in each `?1` is the audit id, `?2` the workspace. */
export const WORKSPACE_CONTENT_DELETIONS: readonly string[] = [
  "DELETE FROM automation_runs WHERE automation_id IN (SELECT id FROM automations WHERE workspace_id = ?2)",
  "DELETE FROM automations WHERE workspace_id = ?2",
  "DELETE FROM production_items WHERE workspace_id = ?2",
  "DELETE FROM documents WHERE workspace_id = ?2",
  "DELETE FROM events WHERE workspace_id = ?2",
];

/** The same tables: a workspace with a row in none of them is empty. */
export const WORKSPACE_CONTENT_TABLES = ["events", "documents", "production_items", "automations"] as const;
