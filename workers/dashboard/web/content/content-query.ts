/** What all queries of workspace content have in common. */
import type { Query } from "@tanstack/react-query";

/** As many as a list shows before it asks whether to go on; the API's bound is 100. */
export const PAGE_SIZE = "50";

/** What was never loaded fails the page; what is shown already stays when asking again fails. */
export function failsThePage(_error: Error, query: Pick<Query, "state">): boolean {
  return query.state.data === undefined;
}

/** The first page has no cursor. */
export function startOfList(): string | null {
  return null;
}

/** `cursor` as the query of a request has it. */
export function cursorOf(cursor: string | null): { cursor?: string } {
  return cursor === null ? {} : { cursor };
}

/** The rows of all pages loaded so far, each id once: a row may move from one page to the next between two requests. */
export function rowsOf<Row extends { readonly id: string }>(
  data: { readonly pages: readonly { readonly data: readonly Row[] }[] } | undefined,
): readonly Row[] | undefined {
  if (data === undefined) return undefined;
  return [...new Map(data.pages.flatMap((page) => page.data).map((row) => [row.id, row])).values()];
}
