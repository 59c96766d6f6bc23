/** The events of a workspace: what is to come, the next first, and what is over, the last first. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "../../api/client.ts";
import { cursorOf, failsThePage, PAGE_SIZE, startOfList } from "../content-query.ts";

export const EVENTS = ["events"] as const;

const STEP_MS = 5 * 60_000;

/** Where "upcoming" ends and "past" begins: now, in steps, so that a page that is opened again finds its rows. */
export function boundaryAt(nowMs: number): string {
  return new Date(Math.floor(nowMs / STEP_MS) * STEP_MS).toISOString();
}

/** What is not over at the boundary. Every query of events is under {@link EVENTS}. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the options' type is inferred
export function upcomingQuery(workspace: string, boundary: string) {
  return infiniteQueryOptions({
    queryKey: [...EVENTS, workspace, "upcoming", boundary],
    queryFn: ({ pageParam }) =>
      answerOf(api.v1.events.$get({ query: { workspace, from: boundary, limit: PAGE_SIZE, ...cursorOf(pageParam) } })),
    initialPageParam: startOfList(),
    getNextPageParam: (page) => page.next_cursor,
    throwOnError: failsThePage,
  });
}

/** What began before the boundary; {@link isOver} leaves out what still goes on. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the options' type is inferred
export function pastQuery(workspace: string, boundary: string) {
  return infiniteQueryOptions({
    queryKey: [...EVENTS, workspace, "past", boundary],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.v1.events.$get({
          query: { workspace, to: boundary, sort: "-starts_at", limit: PAGE_SIZE, ...cursorOf(pageParam) },
        }),
      ),
    initialPageParam: startOfList(),
    getNextPageParam: (page) => page.next_cursor,
    throwOnError: failsThePage,
  });
}

/** One event. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the options' type is inferred
export function eventQuery(id: string) {
  return queryOptions({
    queryKey: [...EVENTS, "one", id],
    queryFn: () => answerOf(api.v1.events[":id"].$get({ param: { id } })),
  });
}

/** Whether the event was over at the boundary. */
export function isOver(
  event: { readonly starts_at: string; readonly ends_at: string | null },
  boundary: string,
): boolean {
  return Date.parse(event.ends_at ?? event.starts_at) < Date.parse(boundary);
}
