/** Pages of lists by keyset: a cursor is the place of the last row shown, so rows added meanwhile shift nothing. */
import type { z } from "zod";
import type { Page } from "#shared/paging.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";

/** Where a list goes on: the parts of its cursor, or null at the start. Refuses what is not a cursor of this list. */
export function readPosition<Parts>(
  cursor: string | undefined,
  schema: z.ZodType<Parts>,
): Result<Parts | null, Refusal> {
  return cursor === undefined ? ok(null) : decodeCursor(cursor, schema);
}

/** How a list's rows become its page: `limit + 1` rows were asked for, to know whether there is another page. */
export type Paging<Row, Item> = {
  readonly limit: number;
  readonly item: (row: Row) => Item;
  /** The place of a row: the list's name, then its sort values. */
  readonly place: (row: Row) => readonly (string | number)[];
};

/** The first `limit` rows, and the cursor of the last of them when there are more. */
export function toPage<Row, Item>(rows: readonly Row[], paging: Paging<Row, Item>): Page<Item> {
  const shown = rows.slice(0, paging.limit);
  const last = shown.at(-1);
  const more = last !== undefined && rows.length > shown.length;
  return {
    data: shown.map((row) => paging.item(row)),
    next_cursor: more ? encodeCursor(paging.place(last)) : null,
  };
}
