/** Where a key reaches: workspaces chosen one by one, or all there are now. New ones are never reached by themselves. */
import { type ReactElement, useState } from "react";
import { useSession, type Workspace } from "../api/session.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { FieldGroup } from "../ui/field.tsx";
import { SearchInput } from "../ui/search-input.tsx";
import type { FieldsProps } from "./key-form.tsx";
import { closedBecause } from "./key-policies.ts";

/** With more than these one searches. */
const UNSEARCHED_MAX = 7;

type WorkspacesFieldProps = FieldsProps & {
  /** Those that the key reaches already: it may go on doing so. */
  readonly kept: readonly string[];
};

export function WorkspacesField({ draft, onChange, flaws, kept }: WorkspacesFieldProps): ReactElement {
  const { workspaces } = useSession();
  const [text, setText] = useState("");
  const open = workspaces.filter((workspace) => kept.includes(workspace.id) || closedBecause(workspace) === null);
  const shown = workspaces.filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()));
  const isAll = open.length > 0 && open.every(({ id }) => draft.workspaces.includes(id));
  const toggle = (id: string, isOn: boolean): void => {
    const others = draft.workspaces.filter((other) => other !== id);
    onChange({ workspaces: isOn ? [...others, id] : others });
  };
  return (
    <FieldGroup legend="Workspaces" error={flaws.workspaces}>
      <div className="flex flex-col gap-2.5 rounded-lg border border-line bg-sunken p-3">
        {workspaces.length > UNSEARCHED_MAX && (
          <SearchInput label="Search workspaces" value={text} onChange={setText} />
        )}
        {open.length > 1 && (
          <Checkbox
            checked={isAll}
            indeterminate={!isAll && draft.workspaces.length > 0}
            onCheckedChange={(isOn) => onChange({ workspaces: isOn ? open.map(({ id }) => id) : [] })}
          >
            Select all <span className="text-muted">{open.length}</span>
          </Checkbox>
        )}
        <div className="grid max-h-52 grid-cols-1 gap-x-4 gap-y-1.5 overflow-y-auto p-0.5 sm:grid-cols-2">
          {shown.map((workspace) => (
            <WorkspaceBox
              key={workspace.id}
              workspace={workspace}
              isOpen={open.includes(workspace)}
              isOn={draft.workspaces.includes(workspace.id)}
              onToggle={toggle}
            />
          ))}
        </div>
        {shown.length === 0 && <p className="hint">No workspace has this in its name.</p>}
      </div>
      <p className="hint mt-1.5">Workspaces you join later are not reached until you tick them here.</p>
    </FieldGroup>
  );
}

type WorkspaceBoxProps = {
  readonly workspace: Workspace;
  readonly isOpen: boolean;
  readonly isOn: boolean;
  readonly onToggle: (id: string, isOn: boolean) => void;
};

function WorkspaceBox({ workspace, isOpen, isOn, onToggle }: WorkspaceBoxProps): ReactElement {
  const reason = isOpen ? null : closedBecause(workspace);
  return (
    <Checkbox
      checked={isOn}
      disabled={!isOpen}
      onCheckedChange={(checked) => onToggle(workspace.id, checked)}
      {...(reason === null ? {} : { hint: reason })}
    >
      <span className="block truncate" dir="auto" title={workspace.name}>
        {workspace.name}
      </span>
    </Checkbox>
  );
}
