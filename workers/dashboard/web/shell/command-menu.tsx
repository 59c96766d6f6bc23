/** ⌘K: go to a page, a key or a workspace by typing a part of its name. Loaded when it is first opened. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Building2, KeyRound, LogOut, Moon, Plus, Sun, UserPlus } from "lucide-react";
import { type ReactElement, useDeferredValue, useState } from "react";
import { useSession } from "../api/session.ts";
import { byLastUse, useWorkspace } from "../api/workspace.ts";
import { keysQuery } from "../keys/keys-query.ts";
import { NAVIGATION } from "./navigation.ts";
import { type Choice, type ChoiceGroup, fitting, PickDialog, PickList } from "./pick-dialog.tsx";
import { signOut } from "../api/sign-out.ts";
import { useTheme } from "../ui/theme.ts";
import { useSwitchWorkspace } from "./use-switch-workspace.ts";

const KEYS_SHOWN_MAX = 12;
const PLACEHOLDER = "Go to a page, key or workspace";

type CommandMenuProps = { readonly open: boolean; readonly onClose: () => void };

export function CommandMenu({ open, onClose }: CommandMenuProps): ReactElement {
  return (
    <PickDialog open={open} onClose={onClose} label="Search">
      <Commands onClose={onClose} />
    </PickDialog>
  );
}

function Commands({ onClose }: Pick<CommandMenuProps, "onClose">): ReactElement {
  const [query, setQuery] = useState("");
  const places = usePlaces();
  const actions = useActions();
  const keys = useKeys(query.trim());
  const workspaces = useWorkspaces();
  const groups: ChoiceGroup[] = [
    ...fitting(
      [
        { value: "Pages", items: places },
        { value: "Actions", items: actions },
      ],
      query.trim(),
    ),
    ...(keys.length === 0 ? [] : [{ value: "Keys", items: keys }]),
    ...fitting([{ value: "Workspaces", items: workspaces }], query.trim()),
  ];
  // First it is gone, so that the focus is free to go to the next page.
  const closing = groups.map(({ value, items }) => ({
    value,
    items: items.map((item) => ({
      ...item,
      run: () => {
        onClose();
        item.run();
      },
    })),
  }));
  return <PickList placeholder={PLACEHOLDER} query={query} onQuery={setQuery} groups={closing} />;
}

function usePlaces(): Choice[] {
  const navigate = useNavigate();
  return NAVIGATION.flatMap(({ places }) => places).map(({ to, label, icon }) => ({
    id: to,
    label,
    icon,
    run: () => void navigate({ to }),
  }));
}

function useActions(): Choice[] {
  const navigate = useNavigate();
  const [, chooseTheme] = useTheme();
  return [
    {
      id: "create-key",
      label: "Create API key",
      icon: Plus,
      run: () => void navigate({ to: "/keys", search: { connect: "new" } }),
    },
    { id: "invite", label: "Invite people", icon: UserPlus, run: () => void navigate({ to: "/members" }) },
    { id: "light", label: "Use the light theme", icon: Sun, run: () => chooseTheme("light") },
    { id: "dark", label: "Use the dark theme", icon: Moon, run: () => chooseTheme("dark") },
    { id: "sign-out", label: "Sign out", icon: LogOut, run: signOut },
  ];
}

/** As the API finds them, which looks at hints and workspaces too. */
function useKeys(query: string): Choice[] {
  const navigate = useNavigate();
  const search = useDeferredValue(query);
  const found = useInfiniteQuery({
    ...keysQuery(search === "" ? {} : { q: search }),
    placeholderData: (shown) => shown,
  });
  const keys = found.data?.pages.flatMap((page) => page.data) ?? [];
  return keys.slice(0, KEYS_SHOWN_MAX).map(({ id, name }) => ({
    id,
    label: name,
    icon: KeyRound,
    run: () => void navigate({ to: "/keys/$id", params: { id } }),
  }));
}

function useWorkspaces(): Choice[] {
  const { workspaces } = useSession();
  const switchTo = useSwitchWorkspace();
  return byLastUse(workspaces, useWorkspace()).map(({ id, name }) => ({
    id,
    label: name,
    icon: Building2,
    run: () => switchTo(id),
  }));
}
