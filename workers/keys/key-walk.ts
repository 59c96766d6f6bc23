/**
 * Which keys a page shows, as SQL. Each list that the viewer's keys are in is walked in the order of the page, by an index
 * that has that order, until the page is full; the page is then the first of what was found. What a walk reads grows
 * with the page and not with the list, but for filters that few keys pass: they are asked of every row of the lists.
 */
import { DAY_MS } from "#shared/limits.ts";
import type { ListKeys } from "#shared/management/keys.ts";
import { requestsSince } from "#workers/usage/key-days.ts";
import { type Binding, type KeyFilters } from "./key-filters.ts";

/** Where to go on: the last key shown. */
export type Place = { readonly value: string | number; readonly id: string };

export type Walk = {
  readonly sort: ListKeys["sort"];
  readonly after: Place | null;
  /** Rows to find. */
  readonly rows: number;
  readonly filters: KeyFilters;
  /** Where keys are sorted by requests: since when they are counted. */
  readonly since: number | undefined;
};

/** `ids` selects the keys of the page and perhaps some more; `sorted` and `direction` are the page's order of keys `k`. */
export type Walked = { readonly ids: string; readonly sorted: string; readonly direction: "ASC" | "DESC" };

/** See {@link Walked}. */
export function walkKeys(walk: Walk, { bind }: Binding): Walked {
  const isDescending = walk.sort.startsWith("-");
  const direction = isDescending ? "DESC" : "ASC";
  const { tables, sorted, listed } = orderOf(walk, bind);
  const after =
    walk.after === null
      ? []
      : [`(${listed}, l.key_id) ${isDescending ? "<" : ">"} (${bind(walk.after.value)}, ${bind(walk.after.id)})`];
  const conditions = [...walk.filters.conditions, ...(isByUse(walk) ? [daysOf(walk, bind)] : []), ...after];
  const found = `SELECT l.key_id FROM ${tables} WHERE ${["l.list = s.list", ...conditions].join(" AND ")}
    ORDER BY ${listed} ${direction}, l.key_id ${direction} LIMIT ${walk.rows}`;
  const ids = `SELECT found.value FROM (${walk.filters.lists}) s
    JOIN json_each((SELECT json_group_array(key_id) FROM (${found}))) found`;
  return { ids, sorted, direction };
}

/** Counts the keys that the filters leave, up to `max`; `now` is named, since what is bound must have a place. */
export function countKeys({ lists, conditions }: KeyFilters, max: number): string {
  return `SELECT count(*) AS keys, ?2 AS now FROM (
    SELECT DISTINCT l.key_id FROM (${lists}) s JOIN key_listings l
    WHERE ${["l.list = s.list", ...conditions].join(" AND ")} LIMIT ${max})`;
}

/** What a sort goes by: of a key, and of its row in a list. Unused keys sort as the oldest use. */
type Order = { readonly tables: string; readonly sorted: string; readonly listed: string };

function orderOf({ sort, since }: Walk, bind: Binding["bind"]): Order {
  const tables = "key_listings l";
  switch (sort) {
    case "created_at":
    case "-created_at":
      return { tables, sorted: "k.created_at", listed: "l.created_at" };
    case "name":
    case "-name":
      return { tables, sorted: "k.name COLLATE NOCASE", listed: "l.name COLLATE NOCASE" };
    case "last_used_at":
    case "-last_used_at": {
      const sorted = "coalesce(k.last_used_at, 0)";
      // NOTE: the index is named, for nothing tells SQLite that the days bound more than the list does.
      return {
        tables: `${tables} INDEXED BY key_listings_used_idx CROSS JOIN keys k ON k.id = l.key_id`,
        sorted,
        listed: sorted,
      };
    }
    case "requests":
    case "-requests": {
      const start = since === undefined ? "0" : bind(since);
      return { tables, sorted: requestsSince("k.id", start), listed: requestsSince("l.key_id", start) };
    }
  }
}

function isByUse({ sort }: Walk): boolean {
  return sort.endsWith("last_used_at");
}

/** Later than any day. */
const DAY_MAX = 1e9;

/**
 * Lists have the day of a key's last use and not the time. The days that hold the page: that of the last key shown, and
 * as many after it as have enough keys. Of those keys the time is read.
 */
function daysOf({ sort, after, rows, filters }: Walk, bind: Binding["bind"]): string {
  const isDescending = sort.startsWith("-");
  const first = bind(after === null ? (isDescending ? DAY_MAX : -1) : Math.floor(Number(after.value) / DAY_MS));
  const [beyond, upTo] = isDescending ? ["<", ">="] : [">", "<="];
  const conditions = ["l.list = s.list", `l.used_day ${beyond} ${first}`, ...filters.conditions];
  const last = `SELECT l.used_day FROM key_listings l WHERE ${conditions.join(" AND ")}
    ORDER BY l.used_day ${isDescending ? "DESC" : "ASC"} LIMIT 1 OFFSET ${rows - 1}`;
  return `l.used_day ${beyond}= ${first} AND l.used_day ${upTo} coalesce((${last}), ${isDescending ? -1 : DAY_MAX})`;
}
