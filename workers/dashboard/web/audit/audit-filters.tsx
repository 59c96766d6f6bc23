/** Which entries are wanted; all of it is in the address. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactElement, ReactNode } from "react";
import type { AuditSearch } from "#shared/dashboard/audit-query.ts";
import type { Workspace } from "../api/session.ts";
import { useSession } from "../api/session.ts";
import { ALL_WORKSPACES } from "../api/workspace.ts";
import { keysQuery } from "../keys/keys-query.ts";
import { membersQuery } from "../members/members-query.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";

type Filters = AuditSearch & { readonly ws?: string };

type AuditFiltersProps = {
  readonly workspace: Workspace;
  readonly search: Filters;
  /** "" takes a filter away. */
  readonly onChange: (change: Filters) => void;
  /** The name of the target of the address, where an entry says it. */
  readonly targetName: string | null;
};

const GROUPS = [
  { value: "", label: "Everything" },
  { value: "key.", label: "Keys" },
  { value: "app.", label: "Connected apps" },
  { value: "member.", label: "Members" },
  { value: "invitation.", label: "Invitations" },
  { value: "workspace.", label: "Workspace" },
  { value: "user.", label: "Names of people" },
  { value: "session.", label: "Sessions" },
  { value: "password.", label: "Passwords" },
  { value: "passkey.", label: "Passkeys" },
  { value: "instance.", label: "Deployment" },
] as const;

export function AuditFilters({ workspace, search, onChange, targetName }: AuditFiltersProps): ReactElement {
  const isFiltered = [search.action, search.actor, search.target, search.from, search.to].some(Boolean);
  const people = usePeople(workspace, search.actor);
  const targets = useTargets(workspace, search.target, targetName);
  return (
    <div className="filters" role="group" aria-label="Filters">
      <Choice label="What" value={search.action ?? ""} options={GROUPS} onChange={(action) => onChange({ action })} />
      <Choice label="Who" value={search.actor ?? ""} options={people} onChange={(actor) => onChange({ actor })} />
      <Choice label="Key" value={search.target ?? ""} options={targets} onChange={(target) => onChange({ target })} />
      <Choice
        label="Workspace"
        value={search.ws === ALL_WORKSPACES ? ALL_WORKSPACES : workspace.id}
        options={[
          { value: workspace.id, label: workspace.name },
          { value: ALL_WORKSPACES, label: "All, and your account" },
        ]}
        onChange={(ws) => onChange({ ws })}
      />
      <Day label="From" value={search.from} max={search.to} onChange={(from) => onChange({ from })} />
      <Day label="Until" value={search.to} min={search.from} onChange={(to) => onChange({ to })} />
      {isFiltered && (
        <Button variant="ghost" onClick={() => onChange({ action: "", actor: "", target: "", from: "", to: "" })}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

type Option = { readonly value: string; readonly label: string };

function usePeople(workspace: Workspace, chosen: string | undefined): readonly Option[] {
  const { user } = useSession();
  const members = useInfiniteQuery(membersQuery(workspace.id)).data?.pages.flatMap((page) => page.data) ?? [];
  const others = members.filter((member) => member.user.id !== user.id).map((member) => member.user);
  const options = [user, ...others].map(({ id, name }) => ({
    value: id,
    label: id === user.id ? `${name} (you)` : name,
  }));
  return withChosen([{ value: "", label: "Everybody" }, ...options], chosen, "Somebody who left");
}

function useTargets(workspace: Workspace, chosen: string | undefined, name: string | null): readonly Option[] {
  const keys = useInfiniteQuery(keysQuery({ ws: workspace.id, sort: "name" })).data?.pages.flatMap((page) => page.data);
  const options = (keys ?? []).map(({ id, name: label }) => ({ value: id, label }));
  return withChosen([{ value: "", label: "Every key" }, ...options], chosen, name ?? "One thing");
}

/** What the address says is among the options, whatever it is. */
function withChosen(options: readonly Option[], chosen: string | undefined, label: string): readonly Option[] {
  if (chosen === undefined || options.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label }];
}

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
};

function Choice({ label, value, options, onChange }: ChoiceProps): ReactElement {
  return (
    <Labelled label={label}>
      <Select value={value} onChange={onChange} options={options} />
    </Labelled>
  );
}

type DayProps = {
  readonly label: string;
  readonly value: string | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly onChange: (day: string) => void;
};

function Day({ label, value, min, max, onChange }: DayProps): ReactElement {
  return (
    <Labelled label={label}>
      <input
        type="date"
        className="input"
        value={value ?? ""}
        min={min}
        max={max}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  );
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <label className="grid min-w-0 gap-1">
      <span className="text-xs text-muted">{label}</span>
      {children}
    </label>
  );
}
