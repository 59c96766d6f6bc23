/** The keys that the address asks for, page after page, and how a changed key gets into what is known of them. */
import { type InfiniteData, infiniteQueryOptions, type QueryClient } from "@tanstack/react-query";
import { type KeysSearch, keysQueryOf } from "#shared/dashboard/keys-query.ts";
import type { Key } from "#shared/management/keys.ts";
import { answerOf, api } from "../api/client.ts";

export const KEYS = ["keys"] as const;
const LISTS = [...KEYS, "list"] as const;

/** Every query of keys is under {@link KEYS}: a change anywhere makes all of them ask again. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- inferred from the routes
export function keysQuery(search: KeysSearch) {
  const query = keysQueryOf(new URLSearchParams(search));
  return infiniteQueryOptions({
    queryKey: [...LISTS, query.toString()],
    queryFn: ({ pageParam }) => readPage(query, pageParam),
    initialPageParam: startOfList(),
    getNextPageParam: (page) => page.next_cursor,
  });
}

function readPage(query: URLSearchParams, cursor: string | null) {
  const search = { ...Object.fromEntries(query), ...(cursor === null ? {} : { cursor }) };
  return answerOf(api.v1.keys.$get({ query: search }));
}

function startOfList(): string | null {
  return null;
}

type Page = Awaited<ReturnType<typeof readPage>>;

/** Puts a key as it now is into every list that shows it, with the bars it had there. */
export function showKey(queries: QueryClient, key: Key): void {
  replaceInLists(queries, (shown) =>
    shown.id === key.id ? [{ ...key, ...(shown.usage === undefined ? {} : { usage: shown.usage }) }] : [shown],
  );
}

/** Takes a deleted key out of every list. */
export function hideKey(queries: QueryClient, id: string): void {
  replaceInLists(queries, (shown) => (shown.id === id ? [] : [shown]));
}

function replaceInLists(queries: QueryClient, replace: (key: Key) => readonly Key[]): void {
  queries.setQueriesData<InfiniteData<Page, string | null>>({ queryKey: LISTS }, (known) =>
    known === undefined
      ? known
      : { ...known, pages: known.pages.map((page) => ({ ...page, data: page.data.flatMap(replace) })) },
  );
}
