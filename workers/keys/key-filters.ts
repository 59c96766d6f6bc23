/** Which keys a list is about, as conditions of its SELECT. Pure. */
import type { EpochMs } from "#shared/brand.ts";
import type { UserId } from "#shared/ids.ts";
import { DAY_MS } from "#shared/limits.ts";
import type { ListKeys } from "#shared/management/keys.ts";
import { STATUS_SQL, VISIBLE } from "./key-rows.ts";

export type Viewer = { readonly userId: UserId; readonly now: EpochMs };

type Value = string | number;

/** Conditions joined by AND, and what is bound to them. */
export type KeyFilters = {
  readonly conditions: readonly string[];
  readonly values: readonly Value[];
  /** Binds a value and answers its place, `?3` say. */
  readonly bind: (value: Value) => string;
  readonly add: (condition: string) => void;
};

/** `?1` is the viewer and `?2` is now, as `KEY_COLUMNS` has them. */
export function keyFilters(viewer: Viewer, wish: ListKeys): KeyFilters {
  const conditions = [VISIBLE];
  const values: Value[] = [viewer.userId, viewer.now];
  const bind = (value: Value): string => `?${values.push(value)}`;
  const add = (condition: string): void => {
    conditions.push(condition);
  };
  if (wish.search !== undefined) add(holds(bind(wish.search)));
  if (wish.status !== undefined) {
    add(`${STATUS_SQL} IN (SELECT value FROM json_each(${bind(JSON.stringify(wish.status))}))`);
  }
  if (wish.scope !== undefined) add(`EXISTS (SELECT 1 FROM json_each(k.scopes) WHERE value = ${bind(wish.scope)})`);
  if (wish.workspace !== undefined) add(reaches(`w.id = ${bind(wish.workspace)}`));
  if (wish.owner !== undefined) add(`k.owner_id = ${wish.owner === "me" ? "?1" : bind(wish.owner)}`);
  if (wish.unused_days !== undefined) add(unusedSince(bind(viewer.now - wish.unused_days * DAY_MS)));
  return { conditions, values, bind, add };
}

/** NOTE: not LIKE, whose patterns D1 bounds at 50 bytes. This folds the case of ASCII alone, as LIKE would. */
function holds(text: string): string {
  const inside = (column: string): string => `instr(lower(${column}), lower(${text})) > 0`;
  return `(${inside("k.name")} OR ${inside("k.hint")} OR ${reaches(inside("w.name"))})`;
}

/** A workspace counts where the viewer could see it on the key: see `KEY_COLUMNS`. */
function reaches(condition: string): string {
  return `EXISTS (SELECT 1 FROM key_workspaces kw JOIN workspace w ON w.id = kw.workspace_id
    JOIN member o ON o.workspace_id = w.id AND o.user_id = k.owner_id
    JOIN member v ON v.workspace_id = w.id AND v.user_id = ?1
    WHERE kw.key_id = k.id AND (k.owner_id = ?1 OR v.role IN ('owner', 'admin')) AND ${condition})`;
}

/** A key that is younger than that has not had the time to be unused. */
function unusedSince(time: string): string {
  return `(k.created_at <= ${time} AND coalesce(k.last_used_at, 0) <= ${time})`;
}
