/**
 * Which entries a viewer reads, as SQL: the ids of the newest, a few more than wanted where an entry is in several of the
 * viewer's lists. The log only grows, so nothing here may read all of what the viewer could see. Pure.
 */
import type { AuditFilters } from "#shared/management/audit.ts";

/**
 * `?1` is the viewer; then action, target, actor, workspace and from; `?7` and `?8` are a time and an id that all entries
 * are before; `?9` is how many.
 */
export function auditIds(filters: AuditFilters): string {
  if (filters.target !== undefined) return fromIndex("a.target_id = ?3", filters);
  return filters.actor === undefined ? fromLists(filters) : fromIndex("a.actor_user_id = ?4", filters);
}

/** Acts of one's own and on own keys are one list; what concerns a workspace that the viewer runs is another. */
const LISTS = `(SELECT ?1 AS list UNION ALL
  SELECT workspace_id FROM member WHERE user_id = ?1 AND role IN ('owner', 'admin'))`;

/** Each list from its newest entry on. */
function fromLists(filters: AuditFilters): string {
  const listed = { at: "l.at", id: "l.audit_id", action: "l.action" };
  const conditions = ["l.list = s.list", ...conditionsOn(listed, filters), ...conditionsOnEntry(filters)];
  const tables = `audit_listings l${filters.workspace === undefined ? "" : " CROSS JOIN audit_log a ON a.id = l.audit_id"}`;
  const found = `SELECT l.audit_id FROM ${tables} WHERE ${conditions.join(" AND ")}
    ORDER BY l.at DESC, l.audit_id DESC LIMIT ?9`;
  const lists = filters.workspace === undefined ? LISTS : `(SELECT list FROM ${LISTS} WHERE list IN (?1, ?5))`;
  return `SELECT found.value FROM ${lists} s
    JOIN json_each((SELECT json_group_array(audit_id) FROM (${found}))) found`;
}

/** What was done to one thing, or by one person: of those entries, the ones in a list of the viewer's. */
function fromIndex(condition: string, filters: AuditFilters): string {
  const entry = { at: "a.at", id: "a.id", action: "a.action" };
  const conditions = [condition, ...conditionsOn(entry, filters), ...conditionsOnEntry(filters)];
  return `SELECT a.id FROM audit_log a WHERE ${conditions.join(" AND ")} AND EXISTS (
      SELECT 1 FROM ${LISTS} s JOIN audit_listings l ON l.list = s.list AND l.at = a.at AND l.audit_id = a.id)
    ORDER BY a.at DESC, a.id DESC LIMIT ?9`;
}

type Columns = { readonly at: string; readonly id: string; readonly action: string };

function conditionsOn({ at, id, action }: Columns, filters: AuditFilters): string[] {
  return [
    `(${at}, ${id}) < (?7, ?8)`,
    ...(filters.from === undefined ? [] : [`${at} >= ?6`]),
    ...(filters.action === undefined ? [] : [filters.action.endsWith(".") ? startsWith(action) : `${action} = ?2`]),
  ];
}

/** NOTE: not LIKE, for which the underscore of `grace_ended` stands for any character. */
function startsWith(action: string): string {
  return `substr(${action}, 1, length(?2)) = ?2`;
}

/** Of a workspace, everybody finds their own acts, and who runs it all. */
function conditionsOnEntry({ target, actor, workspace }: AuditFilters): string[] {
  const runs = `EXISTS (SELECT 1 FROM member
    WHERE workspace_id = ?5 AND user_id = ?1 AND role IN ('owner', 'admin'))`;
  const concerns = `EXISTS (SELECT 1 FROM audit_workspaces aw WHERE aw.workspace_id = ?5 AND aw.audit_id = a.id)
    AND (a.actor_user_id = ?1 OR ${runs})`;
  return [
    ...(workspace === undefined ? [] : [concerns]),
    ...(target === undefined || actor === undefined ? [] : ["a.actor_user_id = ?4"]),
  ];
}
