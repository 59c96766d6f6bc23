/** How lists are asked for and answered, the same on every surface. */
import { z } from "zod";
import { CURSOR_LENGTH_MAX, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from "./limits.ts";

const EXPECTED_LIMIT = `expected a whole number from 1 to ${PAGE_LIMIT_MAX}`;

const boundedLimitSchema = z.int(EXPECTED_LIMIT).min(1, EXPECTED_LIMIT).max(PAGE_LIMIT_MAX, EXPECTED_LIMIT);

/** How many to answer at most. */
export const limitSchema = boundedLimitSchema
  .default(PAGE_LIMIT_DEFAULT)
  .meta({ description: "How many to answer at most." });

/** {@link limitSchema} where it comes as text: in a URL's query. */
export const limitTextSchema = z
  .string()
  .regex(/^\d{1,3}$/, EXPECTED_LIMIT)
  .transform(Number)
  .pipe(boundedLimitSchema)
  .default(PAGE_LIMIT_DEFAULT)
  .meta({ description: "How many to answer at most." });

/** Where to go on: the `next_cursor` of the page before, unchanged. */
export const cursorSchema = z
  .string()
  .max(CURSOR_LENGTH_MAX, "expected the next_cursor of the page before")
  .optional()
  .meta({ description: "The `next_cursor` of the page before." });

/** One page of a list; `next_cursor` is null on the last one. */
export function pageSchema<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ data: z.ZodArray<Item>; next_cursor: z.ZodNullable<z.ZodString> }, z.core.$strict> {
  return z.strictObject({ data: z.array(item), next_cursor: z.string().nullable() });
}

/** A page as {@link pageSchema} has it. */
export type Page<Item> = { data: Item[]; next_cursor: string | null };

/** Whether a patch changes anything: some field other than the id that says what to patch. */
export function changesSomething(patch: object): boolean {
  return Object.keys(patch).some((name) => name !== "id");
}
