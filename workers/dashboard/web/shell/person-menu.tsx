/** Who is signed in, how it looks, and the way out. */
import { useNavigate } from "@tanstack/react-router";
import { Check, ChevronsUpDown, LogOut, Monitor, Moon, Settings, Sun } from "lucide-react";
import type { ReactElement } from "react";
import { useSession } from "../api/session.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { signOut } from "../api/sign-out.ts";
import { type Theme, useTheme } from "../ui/theme.ts";

const LOOKS = [
  { theme: "system", label: "Theme of the system", icon: Monitor },
  { theme: "light", label: "Light theme", icon: Sun },
  { theme: "dark", label: "Dark theme", icon: Moon },
] as const satisfies readonly { theme: Theme; label: string; icon: typeof Sun }[];

type PersonMenuProps = { readonly onNavigate: () => void };

export function PersonMenu({ onNavigate }: PersonMenuProps): ReactElement {
  const { user } = useSession();
  const [theme, chooseTheme] = useTheme();
  const navigate = useNavigate();
  const openSettings = (): void => {
    onNavigate();
    void navigate({ to: "/settings", search: { tab: "account" } });
  };
  return (
    <div className="border-t border-line pt-3">
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="flex w-full items-center gap-2.5 rounded-lg px-1 py-1.5 text-left hover:bg-hover"
          >
            <Avatar name={user.name} />
            <span className="min-w-0 flex-1 leading-tight">
              <bdi className="block truncate text-[13px] font-medium">{user.name}</bdi>
              <span className="block truncate text-xs text-muted">{user.email}</span>
            </span>
            <ChevronsUpDown size={14} className="shrink-0 text-muted" aria-hidden />
          </button>
        }
      >
        <MenuItem onClick={openSettings}>
          <Settings size={15} aria-hidden />
          Account settings
        </MenuItem>
        <MenuSeparator />
        {LOOKS.map(({ theme: look, label, icon: Icon }) => (
          <MenuItem key={look} onClick={() => chooseTheme(look)}>
            <Icon size={15} aria-hidden />
            <span className="flex-1">{label}</span>
            {look === theme && <Check size={14} aria-label="current" />}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onClick={signOut}>
          <LogOut size={15} aria-hidden />
          Sign out
        </MenuItem>
      </Menu>
    </div>
  );
}
