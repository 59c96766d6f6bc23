/** The automations of a workspace, the oldest first, and the runs of one, the latest first. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { answerOf, api } from "../../api/client.ts";
import { cursorOf, failsThePage, PAGE_SIZE, startOfList } from "../content-query.ts";

export const AUTOMATIONS = ["automations"] as const;

/** Runs come in a dialog, some at a time. */
const RUNS_PAGE_SIZE = "10";

/** Every query of automations is under {@link AUTOMATIONS}. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the options' type is inferred
export function automationsQuery(workspace: string) {
  return infiniteQueryOptions({
    queryKey: [...AUTOMATIONS, "list", workspace],
    queryFn: ({ pageParam }) =>
      answerOf(api.v1.automations.$get({ query: { workspace, limit: PAGE_SIZE, ...cursorOf(pageParam) } })),
    initialPageParam: startOfList(),
    getNextPageParam: (page) => page.next_cursor,
    throwOnError: failsThePage,
  });
}

/** Asked anew each time it is opened: an agent may have run it just now. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the options' type is inferred
export function runsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: [...AUTOMATIONS, "runs", id],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.v1.automations[":id"].runs.$get({
          param: { id },
          query: { limit: RUNS_PAGE_SIZE, ...cursorOf(pageParam) },
        }),
      ),
    initialPageParam: startOfList(),
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
  });
}
