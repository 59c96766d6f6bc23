/** Who is signed in, and their workspaces. */
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { answerOf, api } from "./client.ts";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: () => answerOf(api.v1.session.$get()),
  staleTime: 60_000,
});

/** The signed-in person; the router has loaded it before any page is shown. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- typed by the API's own route
export function useSession() {
  return useSuspenseQuery(sessionQuery).data;
}

export type Session = ReturnType<typeof useSession>;
export type Workspace = Session["workspaces"][number];
