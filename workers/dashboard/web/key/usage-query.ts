/** How one key was used. Under the prefix of all key queries, so that a change anywhere makes it ask again. */
import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "../api/client.ts";
import { KEYS } from "../keys/keys-query.ts";
import { spanOf, type UsageRange } from "./usage-range.ts";

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- inferred from the routes
export function usageQuery(id: string, range: UsageRange) {
  return queryOptions({
    queryKey: [...KEYS, "usage", id, range],
    queryFn: () => {
      const span = spanOf(range, Date.now());
      return answerOf(api.v1.keys[":id"].usage.$get({ param: { id }, query: span }));
    },
    refetchInterval: 30_000,
  });
}
