/** One key. Under the prefix of all key queries, so that a change anywhere makes it ask again. */
import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "../api/client.ts";
import { KEYS } from "./keys-query.ts";

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- inferred from the routes
export function keyQuery(id: string) {
  return queryOptions({
    queryKey: [...KEYS, "one", id],
    queryFn: () => answerOf(api.v1.keys[":id"].$get({ param: { id } })),
  });
}
