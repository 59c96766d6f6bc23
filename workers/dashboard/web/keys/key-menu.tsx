/** Everything that can be done to a key, as far as the viewer may. */
import { useNavigate } from "@tanstack/react-router";
import {
  Ban,
  ChartColumn,
  CircleCheck,
  Ellipsis,
  type LucideIcon,
  Pencil,
  Plug,
  RefreshCw,
  Replace,
  SlidersHorizontal,
  TimerOff,
  Trash2,
} from "lucide-react";
import type { ReactElement } from "react";
import type { Key } from "#shared/management/keys.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import type { Abilities } from "./abilities.ts";
import type { KeyDialog } from "./key-dialogs.tsx";
import { graceOf } from "./key-times.ts";
import type { KeyActs } from "./use-key-acts.ts";

/** A closing menu gives the focus back to its button; what takes the focus waits for that. */
const MENU_CLOSED_MS = 60;

type KeyMenuProps = {
  readonly menuKey: Key;
  readonly abilities: Abilities;
  readonly acts: KeyActs;
  readonly onDialog: (dialog: KeyDialog) => void;
  readonly onRename: () => void;
  /** `null` where there is nothing to select among: on the key's own page. */
  readonly selection: { readonly isSelected: boolean; readonly onSelect: (id: string) => void } | null;
};

type Entry = {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly when: boolean;
  readonly run: () => void;
  readonly danger?: boolean;
};

type Entries = { readonly mild: readonly Entry[]; readonly final: readonly Entry[] };

export function KeyMenu(props: KeyMenuProps): ReactElement {
  const { name } = props.menuKey;
  const { mild, final } = useEntries(props);
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Actions for ${name}`}>
          <Ellipsis size={16} aria-hidden />
        </Button>
      }
    >
      {mild.map(itemOf)}
      <MenuSeparator />
      {final.map(itemOf)}
    </Menu>
  );
}

function useEntries({ menuKey: key, abilities, acts, onDialog, onRename, selection }: KeyMenuProps): Entries {
  const navigate = useNavigate();
  const { canChange, canReplace, canRevoke, isOwn } = abilities;
  const view = (): void => void navigate({ to: "/keys/$id", params: { id: key.id } });
  const hasGrace = graceOf(key, Date.now()) !== null;
  const isList = selection !== null;
  const mild: Entry[] = [
    { icon: ChartColumn, label: "View usage", when: isList, run: view },
    {
      icon: Replace,
      label: "Create a key to replace it…",
      when: canReplace,
      run: () => onDialog({ kind: "replace", key }),
    },
    { icon: Plug, label: "Connect an agent…", when: canChange, run: () => onDialog({ kind: "connect-key", key }) },
    { icon: Pencil, label: "Rename", when: isOwn, run: () => setTimeout(onRename, MENU_CLOSED_MS) },
    {
      icon: SlidersHorizontal,
      label: "Edit access…",
      when: canChange,
      run: () => onDialog({ kind: "edit", key }),
    },
    { icon: RefreshCw, label: "Rotate secret…", when: canChange, run: () => onDialog({ kind: "rotate", key }) },
    { icon: TimerOff, label: "End old secret now", when: canChange && hasGrace, run: () => void acts.endGrace(key) },
    {
      icon: CircleCheck,
      label: selection?.isSelected === true ? "Deselect" : "Select",
      when: isList,
      run: () => selection?.onSelect(key.id),
    },
  ];
  const final: Entry[] = [
    { icon: Ban, label: "Revoke…", when: canRevoke, run: () => onDialog({ kind: "end", act: "revoke", key }) },
    {
      icon: Trash2,
      label: "Delete key…",
      when: true,
      run: () => onDialog({ kind: "end", act: "delete", key }),
      danger: true,
    },
  ];
  return { mild: mild.filter(({ when }) => when), final: final.filter(({ when }) => when) };
}

function itemOf({ icon: Icon, label, run, danger = false }: Entry): ReactElement {
  return (
    <MenuItem key={label} danger={danger} onClick={run}>
      <Icon size={15} aria-hidden />
      {label}
    </MenuItem>
  );
}
