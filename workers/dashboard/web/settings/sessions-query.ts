/** Where the person is signed in. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { answerOf, api } from "../api/client.ts";
import { pageAt, START_OF_LIST } from "../api/page-at.ts";

export const SESSIONS = ["sessions"] as const;

export const sessionsQuery = infiniteQueryOptions({
  queryKey: SESSIONS,
  queryFn: ({ pageParam }) => answerOf(api.v1.sessions.$get({ query: pageAt(pageParam) })),
  initialPageParam: START_OF_LIST,
  getNextPageParam: (page) => page.next_cursor,
});
