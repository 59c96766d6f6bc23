/** The production items of an event, what is due first first, and how the event stands. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "../../api/client.ts";
import { cursorOf, failsThePage, startOfList } from "../content-query.ts";

export const PRODUCTION = ["production"] as const;

/** A board is of use when most of it is there, so its pages are the largest that the API gives. */
const BOARD_PAGE_SIZE = "100";

/** Every query of production is under {@link PRODUCTION}. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the options' type is inferred
export function itemsQuery(workspace: string, event: string) {
  return infiniteQueryOptions({
    queryKey: [...PRODUCTION, "items", workspace, event],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.v1.production.items.$get({
          query: { workspace, event, limit: BOARD_PAGE_SIZE, ...cursorOf(pageParam) },
        }),
      ),
    initialPageParam: startOfList(),
    getNextPageParam: (page) => page.next_cursor,
    throwOnError: failsThePage,
  });
}

/** Counts, and what is blocked and overdue. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the options' type is inferred
export function standingQuery(event: string) {
  return queryOptions({
    queryKey: [...PRODUCTION, "standing", event],
    queryFn: () => answerOf(api.v1.production.status.$get({ query: { event } })),
  });
}
