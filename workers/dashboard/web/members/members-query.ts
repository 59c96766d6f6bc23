/** The members of a workspace, and who is invited to it. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { answerOf, api } from "../api/client.ts";
import { pageAt, START_OF_LIST } from "../api/page-at.ts";

export const MEMBERS = ["members"] as const;
export const INVITATIONS = ["invitations"] as const;

/** By name, page after page. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- typed by the API's own route
export function membersQuery(workspaceId: string) {
  return infiniteQueryOptions({
    queryKey: [...MEMBERS, workspaceId],
    queryFn: ({ pageParam }) =>
      answerOf(api.v1.workspaces[":id"].members.$get({ param: { id: workspaceId }, query: pageAt(pageParam) })),
    initialPageParam: START_OF_LIST,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** The newest first; for who runs the workspace. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- typed by the API's own route
export function invitationsQuery(workspaceId: string) {
  return infiniteQueryOptions({
    queryKey: [...INVITATIONS, workspaceId],
    queryFn: ({ pageParam }) =>
      answerOf(api.v1.workspaces[":id"].invitations.$get({ param: { id: workspaceId }, query: pageAt(pageParam) })),
    initialPageParam: START_OF_LIST,
    getNextPageParam: (page) => page.next_cursor,
  });
}
