/** How lists are asked for, page after page. */

const PAGE_SIZE = 100;

type Place = string | null;

/** The `initialPageParam` of a list: no cursor. */
export const START_OF_LIST: Place = startOfList();

/** The query of the page at a cursor. */
export function pageAt(cursor: Place, limit: number = PAGE_SIZE): { limit: string; cursor?: string } {
  return { limit: String(limit), ...(cursor === null ? {} : { cursor }) };
}

/** NOTE: a function, for a constant `null` would be narrowed to the type `null`. */
function startOfList(): Place {
  return null;
}
