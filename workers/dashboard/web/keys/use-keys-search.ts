/** What the keys page shows, which is in its address. Typing replaces the address, so that Back leaves the page. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { KeysSearch } from "#shared/dashboard/keys-query.ts";

type Change = { readonly [Name in keyof KeysSearch]: string | null };

export type KeysSearchState = {
  readonly search: KeysSearch;
  /** Sets what is named, and takes away what is `null`. */
  readonly change: (change: Change) => void;
};

export function useKeysSearch(): KeysSearchState {
  const search = useSearch({ from: "/keys" });
  const navigate = useNavigate({ from: "/keys" });
  return {
    search,
    change: (change) =>
      void navigate({ search: (before) => changed(before, change), replace: true, resetScroll: false }),
  };
}

/** Whether a filter other than the workspace is set. */
export function isFiltered({ q, perm, unused }: KeysSearch): boolean {
  return q !== undefined || perm !== undefined || unused !== undefined;
}

function changed(before: KeysSearch, change: Change): KeysSearch {
  const entries = Object.entries<string | null>({ ...before, ...change });
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== ""));
}
