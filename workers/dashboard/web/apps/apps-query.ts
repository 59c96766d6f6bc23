/** Connected apps: the person's own, and other people's that reach a workspace which the person runs. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { APP_USAGE_DAYS } from "#shared/dashboard/apps-query.ts";
import type { ConnectedApp } from "#shared/management/apps.ts";
import { answerOf, api } from "../api/client.ts";
import { pageAt, START_OF_LIST } from "../api/page-at.ts";

/** Every query of apps is under it: a change anywhere makes all of them ask again. */
export const APPS = ["apps"] as const;

/** The latest connected first. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- typed by the API's own route
export function ownAppsQuery() {
  return listQuery({ owner: "me" });
}

/** Those of everybody else that reach the workspace. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- typed by the API's own route
export function othersAppsQuery(workspace: string) {
  return listQuery({ owner: "others", workspace });
}

function listQuery(wish: { readonly owner: "me" | "others"; readonly workspace?: string }) {
  return infiniteQueryOptions({
    queryKey: [...APPS, wish],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.v1["connected-apps"].$get({
          query: { ...wish, usage_days: String(APP_USAGE_DAYS), ...pageAt(pageParam) },
        }),
      ),
    initialPageParam: START_OF_LIST,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** The app as it is now. */
export function readApp({ id }: Pick<ConnectedApp, "id">): Promise<ConnectedApp> {
  return answerOf(api.v1["connected-apps"][":id"].$get({ param: { id } }));
}
