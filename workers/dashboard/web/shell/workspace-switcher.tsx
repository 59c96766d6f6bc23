/** Which workspace the pages are about. */
import { useNavigate } from "@tanstack/react-router";
import { Check, ChevronsUpDown, Plus } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useSession } from "../api/session.ts";
import { useWorkspace } from "../api/workspace.ts";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { CreateWorkspace } from "./create-workspace.tsx";

type WorkspaceSwitcherProps = { readonly onNavigate: () => void };

export function WorkspaceSwitcher({ onNavigate }: WorkspaceSwitcherProps): ReactElement {
  const { workspaces } = useSession();
  const current = useWorkspace();
  const navigate = useNavigate();
  const [isCreating, setCreating] = useState(false);
  const name = current?.name ?? "No workspace";
  const choose = (id: string): void => {
    onNavigate();
    void navigate({ to: ".", search: (search) => ({ ...search, ws: id }) });
  };
  return (
    <>
      <Menu
        align="start"
        trigger={
          <button type="button" className="flex items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-hover">
            <span
              aria-hidden
              className="grid size-6 shrink-0 place-items-center rounded-md bg-solid text-xs font-semibold text-on-solid"
            >
              {[...name][0]?.toUpperCase()}
            </span>
            <span className="min-w-0 flex-1 truncate font-medium">
              {name}
              <span className="sr-only">, switch workspace</span>
            </span>
            <ChevronsUpDown size={14} className="text-muted" aria-hidden />
          </button>
        }
      >
        {workspaces.map(({ id, name: other }) => (
          <MenuItem key={id} onClick={() => choose(id)}>
            <span className="max-w-56 flex-1 truncate">{other}</span>
            {id === current?.id && <Check size={14} aria-label="current" />}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onClick={() => setCreating(true)}>
          <Plus size={15} aria-hidden />
          Create workspace
        </MenuItem>
      </Menu>
      <CreateWorkspace open={isCreating} onClose={() => setCreating(false)} onCreated={choose} />
    </>
  );
}
