/** The documents of a workspace: the last changed first, or the best match of a search first. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "../../api/client.ts";
import { cursorOf, failsThePage, PAGE_SIZE, startOfList } from "../content-query.ts";

export const DOCUMENTS = ["documents"] as const;

/** `query` is what is searched for, "" for all. Every query of documents is under {@link DOCUMENTS}. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the options' type is inferred
export function documentsQuery(workspace: string, query: string) {
  return infiniteQueryOptions({
    queryKey: [...DOCUMENTS, "list", workspace, query],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.v1.documents.$get({
          query: { workspace, limit: PAGE_SIZE, ...(query === "" ? {} : { query }), ...cursorOf(pageParam) },
        }),
      ),
    initialPageParam: startOfList(),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    throwOnError: failsThePage,
  });
}

/** The documents of one event; the first of them. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the options' type is inferred
export function documentsOfEventQuery(workspace: string, event: string) {
  return queryOptions({
    queryKey: [...DOCUMENTS, "event", workspace, event],
    queryFn: () => answerOf(api.v1.documents.$get({ query: { workspace, event, limit: PAGE_SIZE } })),
  });
}

/** One document with its body. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the options' type is inferred
export function documentQuery(id: string) {
  return queryOptions({
    queryKey: [...DOCUMENTS, "one", id],
    queryFn: () => answerOf(api.v1.documents[":id"].$get({ param: { id } })),
    throwOnError: failsThePage,
  });
}
