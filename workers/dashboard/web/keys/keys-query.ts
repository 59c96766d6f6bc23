/** The keys that the address asks for, page after page. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { keysQueryOf } from "#shared/dashboard/keys-query.ts";
import { answerOf, api } from "../api/client.ts";
import type { KeysSearch } from "../router.tsx";

export const KEYS = ["keys"] as const;

/** Every query of keys is under {@link KEYS}: a change anywhere makes all of them ask again. */
export function keysQuery(search: KeysSearch) {
  const query = keysQueryOf(new URLSearchParams(search));
  return infiniteQueryOptions({
    queryKey: [...KEYS, "list", query.toString()],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.v1.keys.$get({
          query: { ...Object.fromEntries(query), ...(pageParam === null ? {} : { cursor: pageParam }) },
        }),
      ),
    initialPageParam: startOfList(),
    getNextPageParam: (page) => page.next_cursor,
  });
}

function startOfList(): string | null {
  return null;
}
