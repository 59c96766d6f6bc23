/** What narrows and orders the list of keys. All of it is in the address. */
import { type ReactElement, useEffect, useRef, useState } from "react";
import { PERMISSIONS, type SORTS, UNUSED_DAYS } from "#shared/dashboard/keys-query.ts";
import { useSession } from "../api/session.ts";
import { ALL_WORKSPACES } from "../api/workspace.ts";
import { SearchInput } from "../ui/search-input.tsx";
import { Select } from "../ui/select.tsx";
import { SCOPE_LABELS } from "./scope-labels.ts";
import type { KeysSearchState } from "./use-keys-search.ts";

const ANY = "";

const PERMISSION_OPTIONS = [
  { value: ANY, label: "Any permission" },
  ...Object.entries(PERMISSIONS).map(([value, scope]) => ({ value, label: SCOPE_LABELS[scope] })),
];
const SORT_LABELS: Readonly<Record<keyof typeof SORTS, string>> = {
  used: "Last used",
  name: "Name",
  created: "Created",
  requests: "Requests",
};
const SORT_OPTIONS = Object.entries(SORT_LABELS).map(([value, label]) => ({ value, label: `Sort: ${label}` }));

export function KeysFilters({ search, change }: KeysSearchState): ReactElement {
  const { workspaces } = useSession();
  const text = useTyped(search.q ?? "", (q) => change({ q }));
  const isUnused = search.unused !== undefined;
  return (
    <div className="mt-6 flex flex-wrap gap-2" role="search" aria-label="Keys">
      <SearchInput
        label="Search keys"
        placeholder="Search by name, workspace or hint"
        value={text.value}
        onChange={text.type}
      />
      {workspaces.length > 1 && (
        <Select
          className="filter"
          aria-label="Workspace"
          value={workspaces.find(({ id }) => id === search.ws)?.id ?? ALL_WORKSPACES}
          onChange={(ws) => change({ ws })}
          options={[
            { value: ALL_WORKSPACES, label: "All workspaces" },
            ...workspaces.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <Select
        className="filter"
        aria-label="Permission"
        value={PERMISSION_OPTIONS.find(({ value }) => value === search.perm)?.value ?? ANY}
        onChange={(perm) => change({ perm })}
        options={PERMISSION_OPTIONS}
      />
      <button
        type="button"
        className="btn filter-toggle"
        aria-pressed={isUnused}
        onClick={() => change({ unused: isUnused ? null : String(UNUSED_DAYS) })}
      >
        Unused 30 days
      </button>
      <Select
        className="filter"
        aria-label="Sort by"
        value={SORT_OPTIONS.find(({ value }) => value === search.sort)?.value ?? "used"}
        onChange={(sort) => change({ sort: sort === "used" ? null : sort })}
        options={SORT_OPTIONS}
      />
    </div>
  );
}

const PAUSE_MS = 200;

/** What stands in a field at once, and in the address after a pause; what changes the address changes the field. */
function useTyped(
  settled: string,
  onSettle: (text: string) => void,
): { readonly value: string; readonly type: (text: string) => void } {
  const [value, setValue] = useState(settled);
  const [seen, setSeen] = useState(settled);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (seen !== settled) {
    setSeen(settled);
    if (value.trim() !== settled) setValue(settled);
  }
  const type = (text: string): void => {
    setValue(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSettle(text.trim()), PAUSE_MS);
  };
  return { value, type };
}
