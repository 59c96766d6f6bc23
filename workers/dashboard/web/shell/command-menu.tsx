/** ⌘K: go to a page, a key or a workspace by typing a part of its name. Loaded when it is first opened. */
import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Building2, KeyRound, type LucideIcon, Plus } from "lucide-react";
import type { ReactElement } from "react";
import { useSession } from "../api/session.ts";
import { keysQuery } from "../keys/keys-query.ts";
import { NAVIGATION } from "./navigation.ts";

type Command = { readonly id: string; readonly label: string; readonly icon: LucideIcon; readonly run: () => void };
type Group = { readonly value: string; readonly items: readonly Command[] };

type CommandMenuProps = { readonly onClose: () => void };

export function CommandMenu({ onClose }: CommandMenuProps): ReactElement {
  const groups = useCommands(onClose);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop fixed inset-0 z-40" />
        <Dialog.Popup className="command-menu" aria-label="Search">
          <Autocomplete.Root
            items={groups}
            itemToStringValue={(command: Command) => command.label}
            inline
            open
            autoHighlight="always"
          >
            <Autocomplete.Input
              className="command-input"
              placeholder="Go to a page, key or workspace"
              aria-label="Go to a page, key or workspace"
            />
            <Autocomplete.Empty>
              <p className="px-4 py-8 text-center text-muted">Nothing has this in its name.</p>
            </Autocomplete.Empty>
            <Autocomplete.List className="command-list">
              {(group: Group) => (
                <Autocomplete.Group key={group.value} items={group.items} className="pb-1">
                  <Autocomplete.GroupLabel className="px-2 py-1.5 text-xs font-medium text-muted">
                    {group.value}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(command: Command) => (
                      <Autocomplete.Item key={command.id} value={command} className="item" onClick={command.run}>
                        <command.icon size={15} aria-hidden />
                        <span className="truncate">{command.label}</span>
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useCommands(onClose: () => void): Group[] {
  const navigate = useNavigate();
  const { workspaces } = useSession();
  const keys = useInfiniteQuery(keysQuery({})).data?.pages.flatMap((page) => page.data) ?? [];
  const command = (id: string, label: string, [icon, go]: readonly [LucideIcon, () => Promise<void>]): Command => ({
    id,
    label,
    icon,
    run: () => {
      onClose();
      void go();
    },
  });
  const pages = NAVIGATION.flatMap(({ places }) => places);
  const groups = [
    {
      value: "Pages",
      items: pages.map(({ to, label, icon }) => command(to, label, [icon, () => navigate({ to })])),
    },
    {
      value: "Actions",
      items: [
        command("create-key", "Create API key", [Plus, () => navigate({ to: "/keys", search: { connect: "new" } })]),
      ],
    },
    {
      value: "Keys",
      items: keys.map(({ id, name }) =>
        command(id, name, [KeyRound, () => navigate({ to: "/keys/$id", params: { id } })]),
      ),
    },
    {
      value: "Workspaces",
      items: workspaces.map(({ id, name }) =>
        command(id, name, [Building2, () => navigate({ to: "/keys", search: { ws: id } })]),
      ),
    },
  ];
  return groups.filter((group) => group.items.length > 0);
}
