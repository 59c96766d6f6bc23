/** Which workspace the pages are about: a menu, or a list with a search when there are many. */
import { Check, ChevronsUpDown, Plus } from "lucide-react";
import { type ComponentProps, lazy, type ReactElement, Suspense, useState } from "react";
import { useSession } from "../api/session.ts";
import { byLastUse, useWorkspace } from "../api/workspace.ts";
import { firstCharacterOf } from "../ui/avatar.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { CreateWorkspace } from "./create-workspace.tsx";
import { useSwitchWorkspace } from "./use-switch-workspace.ts";

const WorkspacePicker = lazy(() =>
  import("./workspace-picker.tsx").then((module) => ({ default: module.WorkspacePicker })),
);

/** More than these are searched rather than read through. */
const MENU_MAX = 7;

type WorkspaceSwitcherProps = { readonly onNavigate: () => void };

export function WorkspaceSwitcher({ onNavigate }: WorkspaceSwitcherProps): ReactElement {
  const { workspaces } = useSession();
  const current = useWorkspace();
  const switchTo = useSwitchWorkspace();
  const [asked, setAsked] = useState<"create" | "pick" | null>(null);
  const [isPickerLoaded, setPickerLoaded] = useState(false);
  const name = current?.name ?? "No workspace";
  const choose = (id: string): void => {
    onNavigate();
    switchTo(id);
  };
  const pick = (): void => {
    setPickerLoaded(true);
    setAsked("pick");
  };
  const close = (): void => setAsked(null);
  const create = (): void => setAsked("create");
  const sorted = byLastUse(workspaces, current);
  return (
    <>
      {sorted.length > MENU_MAX ? (
        <SwitcherButton name={name} aria-haspopup="dialog" onClick={pick} />
      ) : (
        <Menu align="start" trigger={<SwitcherButton name={name} />}>
          {sorted.map(({ id, name: other }) => (
            <MenuItem key={id} onClick={() => choose(id)}>
              <bdi className="max-w-56 flex-1 truncate">{other}</bdi>
              {id === current?.id && <Check size={14} aria-label="current" />}
            </MenuItem>
          ))}
          {sorted.length > 0 && <MenuSeparator />}
          <MenuItem onClick={create}>
            <Plus size={15} aria-hidden />
            Create workspace
          </MenuItem>
        </Menu>
      )}
      <Suspense>
        {isPickerLoaded && (
          <WorkspacePicker
            open={asked === "pick"}
            onClose={close}
            workspaces={sorted}
            onChoose={choose}
            onCreate={create}
          />
        )}
      </Suspense>
      <CreateWorkspace open={asked === "create"} onClose={close} onCreated={choose} />
    </>
  );
}

type SwitcherButtonProps = ComponentProps<"button"> & { readonly name: string };

function SwitcherButton({ name, ...rest }: SwitcherButtonProps): ReactElement {
  return (
    <button
      type="button"
      {...rest}
      className="relative flex min-h-10 w-full items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-hover"
    >
      <span
        aria-hidden
        className="grid size-6 shrink-0 place-items-center overflow-hidden rounded-md bg-solid text-xs font-semibold text-on-solid"
      >
        {firstCharacterOf(name)}
      </span>
      <bdi className="min-w-0 flex-1 truncate font-medium">{name}</bdi>
      {/* Not within the name: at the end of a long one it would widen the page. */}
      <span className="sr-only">, switch workspace</span>
      <ChevronsUpDown size={14} className="shrink-0 text-muted" aria-hidden />
    </button>
  );
}
