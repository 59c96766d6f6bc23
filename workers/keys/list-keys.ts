/** Lists the keys a viewer can see: own ones, and those that reach a workspace the viewer runs. */
import { z } from "zod";
import { KEYS_BY_REQUESTS_MAX } from "#shared/limits.ts";
import type { Key, ListKeys } from "#shared/management/keys.ts";
import type { Page } from "#shared/paging.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { firstDay, readKeyDays } from "#workers/usage/key-days.ts";
import { type Binding, keyFilters, startBinding, type Viewer } from "./key-filters.ts";
import { KEY_COLUMNS, KEY_TABLES, keyFromRow } from "./key-rows.ts";
import { countKeys, walkKeys } from "./key-walk.ts";

/** The sort, the place of the last key shown, and where keys are sorted by requests: of how many days, since when. */
const positionSchema = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()], z.number());
type Position = z.infer<typeof positionSchema>;

/**
 * One page. The cursor names the sort it belongs to, so that it is refused with another. What a list is sorted by may
 * change while pages are turned: a key that is used meanwhile moves in a list by use, and no other does.
 */
export async function listKeys(db: D1Database, viewer: Viewer, wish: ListKeys): Promise<Result<Page<Key>, Refusal>> {
  const read = readPosition(wish.cursor, positionSchema);
  if (!read.ok) return read;
  const position = read.value;
  const requests = requestsWindow(viewer, wish, position);
  if (position !== null && !isOfSort(position, wish, requests)) return err(OTHER_SORT);
  if (requests.length > 0 && (await hasMoreThan(KEYS_BY_REQUESTS_MAX, { db, viewer, wish }))) return err(TOO_MANY);
  const { sql, values } = select(viewer, { wish, position, since: requests[1] });
  const { results } = await db
    .prepare(sql)
    .bind(...values)
    .all();
  const page = toPage(results, {
    limit: wish.limit,
    item: keyFromRow,
    place: (row) => {
      const { id, sort_value: value } = sortedRow.parse(row);
      return [wish.sort, value, id, ...requests];
    },
  });
  return ok({ ...page, data: await withUsage(db, page.data, { viewer, wish }) });
}

const sortedRow = z.object({ id: z.string(), sort_value: z.union([z.string(), z.number()]) });

/** Days and start of what keys are sorted by; the start stays while pages are turned, also across midnight. */
function requestsWindow(viewer: Viewer, wish: ListKeys, position: Position | null): [] | [number, number] {
  if (!wish.sort.endsWith("requests") || wish.usage_days === undefined) return [];
  return [wish.usage_days, position?.[4] ?? firstDay(viewer.now, wish.usage_days)];
}

function isOfSort(position: Position, wish: ListKeys, requests: [] | [number, number]): boolean {
  return position[0] === wish.sort && position.length === 3 + requests.length && position[3] === requests[0];
}

/** Whether the filters leave more keys than that. */
async function hasMoreThan(
  max: number,
  { db, viewer, wish }: { readonly db: D1Database; readonly viewer: Viewer; readonly wish: ListKeys },
): Promise<boolean> {
  const binding = startBinding(viewer);
  const counted = await db
    .prepare(countKeys(keyFilters(wish, viewer, binding), max + 1))
    .bind(...binding.values)
    .first();
  return countedRow.parse(counted).keys > max;
}

const countedRow = z.object({ keys: z.number() });

type Selection = { readonly wish: ListKeys; readonly position: Position | null; readonly since: number | undefined };

function select(viewer: Viewer, { wish, position, since }: Selection): Pick<Binding, "values"> & { sql: string } {
  const binding = startBinding(viewer);
  const after = position === null ? null : { value: position[1], id: position[2] };
  const filters = keyFilters(wish, viewer, binding);
  const rows = wish.limit + 1;
  const { ids, sorted, direction } = walkKeys({ sort: wish.sort, after, rows, filters, since }, binding);
  const sql = `SELECT ${KEY_COLUMNS}, ${sorted} AS sort_value ${KEY_TABLES} WHERE k.id IN (${ids})
    ORDER BY ${sorted} ${direction}, k.id ${direction} LIMIT ${rows}`;
  return { sql, values: binding.values };
}

async function withUsage(
  db: D1Database,
  keys: readonly Key[],
  { viewer, wish }: { readonly viewer: Viewer; readonly wish: ListKeys },
): Promise<Key[]> {
  if (wish.usage_days === undefined) return [...keys];
  const ids = keys.map((key) => key.id);
  const usageOf = await readKeyDays(db, ids, { now: viewer.now, days: wish.usage_days });
  return keys.map((key) => ({ ...key, usage: usageOf(key.id) }));
}

const OTHER_SORT: Refusal = {
  code: "invalid_request",
  errors: [{ path: "cursor", message: "belongs to a list with another sort" }],
};

const TOO_MANY: Refusal = {
  code: "invalid_request",
  errors: [
    {
      path: "sort",
      message: `at most ${KEYS_BY_REQUESTS_MAX} keys can be sorted by requests: filter them, or sort them otherwise`,
    },
  ],
};
