/** Which keys a list is about, as conditions on the rows `l` of `key_listings`. Pure. */
import type { EpochMs } from "#shared/brand.ts";
import type { UserId } from "#shared/ids.ts";
import { DAY_MS } from "#shared/limits.ts";
import type { ListKeys } from "#shared/management/keys.ts";
import { STATUS_SQL } from "./key-rows.ts";

export type Viewer = { readonly userId: UserId; readonly now: EpochMs };

type Value = string | number;

/** What is bound to a statement. `?1` is the viewer and `?2` is now, as `KEY_COLUMNS` has them. */
export type Binding = {
  readonly values: readonly Value[];
  /** Binds a value and answers its place, `?3` say. */
  readonly bind: (value: Value) => string;
};

/** The lists to walk, as a SELECT of `list`, and what must hold of each row `l` of one of them, `s`. */
export type KeyFilters = { readonly lists: string; readonly conditions: readonly string[] };

/** See {@link Binding}. */
export function startBinding(viewer: Viewer): Binding {
  const values: Value[] = [viewer.userId, viewer.now];
  return { values, bind: (value) => `?${values.push(value)}` };
}

/** What can be said of the row alone comes first: SQLite reads other tables for those rows that it leaves. */
export function keyFilters(wish: ListKeys, { userId, now }: Viewer, { bind }: Binding): KeyFilters {
  const workspace = wish.workspace === undefined ? undefined : bind(wish.workspace);
  const conditions: string[] = [];
  if (wish.status !== undefined) {
    conditions.push(`${STATUS_SQL} IN (SELECT value FROM json_each(${bind(JSON.stringify(wish.status))}))`);
  }
  if (wish.scope !== undefined) {
    conditions.push(`instr(l.scopes, json_quote(${bind(wish.scope)})) > 0`);
  }
  if (wish.owner !== undefined) conditions.push(`l.owner_id = ${wish.owner === "me" ? "?1" : bind(wish.owner)}`);
  if (wish.legacy !== undefined) conditions.push(`l.all_workspaces = ${wish.legacy ? 1 : 0}`);
  if (wish.unused_days !== undefined) conditions.push(unusedSince(now - wish.unused_days * DAY_MS, bind));
  if (workspace !== undefined) conditions.push(`(l.owner_id = ?1 OR ${workspace} IN (${RUN}))`);
  if (wish.search !== undefined) conditions.push(holds(bind(wish.search), workspace));
  return { lists: listsOf(wish, userId, workspace), conditions };
}

/** The workspaces that the viewer owns or administers. */
const RUN = "SELECT workspace_id AS list FROM member WHERE user_id = ?1 AND role IN ('owner', 'admin')";

/** Own keys are one list, and each workspace that the viewer runs is another. Of any workspace, own keys are seen. */
function listsOf({ owner }: ListKeys, viewer: UserId, workspace: string | undefined): string {
  if (workspace !== undefined) {
    return `SELECT workspace_id AS list FROM member WHERE user_id = ?1 AND workspace_id = ${workspace}`;
  }
  if (owner === undefined) return `SELECT ?1 AS list UNION ALL ${RUN}`;
  return owner === "me" || owner === viewer ? "SELECT ?1 AS list" : `SELECT list FROM (${RUN})`;
}

/**
 * NOTE: not LIKE, whose patterns D1 bounds at 50 bytes. This folds the case of ASCII alone, as LIKE would. A workspace
 * of that name that the viewer runs is a list of its own and holds as a whole, so that in other lists only own keys are
 * asked for; but where one workspace alone is listed, every key of it.
 */
function holds(text: string, workspace: string | undefined): string {
  const inside = (column: string): string => `instr(lower(${column}), lower(${text})) > 0`;
  const named = `SELECT m.workspace_id FROM member m JOIN workspace w ON w.id = m.workspace_id
    WHERE m.user_id = ?1 AND ${inside("w.name")}`;
  const [asked, seen] =
    workspace === undefined
      ? ["l.owner_id = ?1", "r.owner_id = ?1"]
      : ["TRUE", `(r.owner_id = ?1 OR r.list IN (${RUN}))`];
  return `(${inside("l.name")} OR ${inside("l.hint")} OR s.list IN (${named}) OR (${asked} AND l.key_id IN (
    SELECT r.key_id FROM key_listings r WHERE r.list IN (${named}) AND ${seen})))`;
}

/** A key that is younger than that has not had the time to be unused. The time of day is asked of the one day alone. */
function unusedSince(time: number, bind: Binding["bind"]): string {
  const [at, day] = [bind(time), bind(Math.floor(time / DAY_MS))];
  const thatDay = `l.used_day = ${day} AND (SELECT k.last_used_at <= ${at} FROM keys k WHERE k.id = l.key_id)`;
  return `(l.created_at <= ${at} AND (l.used_day < ${day} OR (${thatDay})))`;
}
