/** Lists the keys a viewer can see: own ones, and those that reach a workspace the viewer runs. */
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import type { UserId } from "#shared/ids.ts";
import type { Key, ListKeys } from "#shared/management/keys.ts";
import type { Page } from "#shared/paging.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { keyFromRow, SELECT_KEYS, STATUS_SQL, VISIBLE } from "./key-rows.ts";

type Viewer = { readonly userId: UserId; readonly now: EpochMs };

/** Per sort: the SQL it orders by, and the value of a listed key there. Unused keys sort as the oldest use. */
const SORTS = {
  requests: { sql: "k.created_at", value: (key: Key) => Date.parse(key.created_at) },
  created_at: { sql: "k.created_at", value: (key: Key) => Date.parse(key.created_at) },
  name: { sql: "k.name COLLATE NOCASE", value: (key: Key) => key.name },
  last_used_at: {
    sql: "coalesce(k.last_used_at, 0)",
    value: (key: Key) => (key.last_used === null ? 0 : Date.parse(key.last_used.at)),
  },
} as const;

const positionSchema = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

/** One page. The cursor names the sort it belongs to, so that it is refused with another. */
export async function listKeys(db: D1Database, viewer: Viewer, wish: ListKeys): Promise<Result<Page<Key>, Refusal>> {
  const position = readPosition(wish.cursor, positionSchema);
  if (!position.ok) return position;
  if (position.value !== null && position.value[0] !== wish.sort) return err(OTHER_SORT);
  const descending = wish.sort.startsWith("-");
  const sort = SORTS[sortName(wish.sort)];
  const query = filters(viewer, wish);
  if (position.value !== null) {
    const [, value, id] = position.value;
    query.add((index) => `(${sort.sql}, k.id) ${descending ? "<" : ">"} (?${index}, ?${index + 1})`, value, id);
  }
  const direction = descending ? "DESC" : "ASC";
  const sql = `${SELECT_KEYS} WHERE ${query.conditions.join(" AND ")}
    ORDER BY ${sort.sql} ${direction}, k.id ${direction} LIMIT ${wish.limit + 1}`;
  const { results } = await db
    .prepare(sql)
    .bind(...query.values)
    .all();
  const place = (key: Key): [string, string | number, string] => [wish.sort, sort.value(key), key.id];
  return ok(toPage(results.map(keyFromRow), { limit: wish.limit, item: (key) => key, place }));
}

type Value = string | number;
type Filters = {
  readonly conditions: string[];
  readonly values: Value[];
  readonly add: (condition: (index: number) => string, ...values: Value[]) => void;
};

function filters(viewer: Viewer, wish: ListKeys): Filters {
  const conditions = [VISIBLE];
  const values: Value[] = [viewer.userId, viewer.now];
  const add: Filters["add"] = (condition, ...added) => {
    conditions.push(condition(values.length + 1));
    values.push(...added);
  };
  if (wish.search !== undefined) {
    // NOTE: not LIKE, whose patterns D1 bounds at 50 bytes. Both fold the case of ASCII alone.
    const holds = `instr(lower(k.name), lower(?)) > 0 OR instr(lower(k.hint), lower(?)) > 0`;
    add((index) => `(${holds.replaceAll("?", `?${index}`)})`, wish.search);
  }
  if (wish.status !== undefined) {
    add((index) => `${STATUS_SQL} IN (SELECT value FROM json_each(?${index}))`, JSON.stringify(wish.status));
  }
  if (wish.scope !== undefined) {
    add((index) => `EXISTS (SELECT 1 FROM json_each(k.scopes) WHERE value = ?${index})`, wish.scope);
  }
  if (wish.workspace !== undefined) add(reaches, wish.workspace);
  return { conditions, values, add };
}

/** A workspace counts where the viewer could see it on the key: see {@link SELECT_KEYS}. */
function reaches(index: number): string {
  return `EXISTS (SELECT 1 FROM key_workspaces kw JOIN member v ON v.workspace_id = kw.workspace_id
    AND v.user_id = ?1 WHERE kw.key_id = k.id AND kw.workspace_id = ?${index}
    AND (k.owner_id = ?1 OR v.role IN ('owner', 'admin')))`;
}

function sortName(sort: ListKeys["sort"]): keyof typeof SORTS {
  if (sort.endsWith("created_at")) return "created_at";
  return sort.endsWith("last_used_at") ? "last_used_at" : "name";
}

const OTHER_SORT: Refusal = {
  code: "invalid_request",
  errors: [{ path: "cursor", message: "belongs to a list with another sort" }],
};
