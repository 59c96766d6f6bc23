/** The switcher of those who are in many workspaces: with a search. Loaded when it is first opened. */
import { Building2, Plus } from "lucide-react";
import { type ReactElement, useState } from "react";
import type { Workspace } from "../api/session.ts";
import { fitting, PickDialog, PickList } from "./pick-dialog.tsx";

type WorkspacePickerProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** In the order to show them. */
  readonly workspaces: readonly Workspace[];
  readonly onChoose: (id: string) => void;
  readonly onCreate: () => void;
};

export function WorkspacePicker({ open, onClose, ...rest }: WorkspacePickerProps): ReactElement {
  return (
    <PickDialog open={open} onClose={onClose} label="Switch workspace">
      <Workspaces onClose={onClose} {...rest} />
    </PickDialog>
  );
}

function Workspaces({ onClose, workspaces, onChoose, onCreate }: Omit<WorkspacePickerProps, "open">): ReactElement {
  const [query, setQuery] = useState("");
  const closing = (act: () => void) => (): void => {
    onClose();
    act();
  };
  const found = fitting(
    [
      {
        value: "Workspaces",
        items: workspaces.map(({ id, name }) => ({
          id,
          label: name,
          icon: Building2,
          run: closing(() => onChoose(id)),
        })),
      },
    ],
    query.trim(),
  );
  const create = { id: "create", label: "Create workspace", icon: Plus, run: closing(onCreate) };
  return (
    <PickList
      placeholder="Find a workspace"
      query={query}
      onQuery={setQuery}
      groups={[...found, { value: "Actions", items: [create] }]}
    />
  );
}
