/** Who is signed in, how it looks, and the way out. */
import { useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown, LogOut, Monitor, Moon, Settings, Sun } from "lucide-react";
import { type ReactElement, useRef } from "react";
import { useSession } from "../api/session.ts";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { type Theme, useTheme } from "./theme.ts";

const LOOKS = [
  { theme: "system", label: "Theme of the system", icon: Monitor },
  { theme: "light", label: "Light theme", icon: Sun },
  { theme: "dark", label: "Dark theme", icon: Moon },
] as const satisfies readonly { theme: Theme; label: string; icon: typeof Sun }[];

export function PersonMenu(): ReactElement {
  const { user } = useSession();
  const [theme, chooseTheme] = useTheme();
  const navigate = useNavigate();
  const signOut = useRef<HTMLFormElement>(null);
  return (
    <div className="border-t border-line pt-3">
      <form ref={signOut} method="post" action="/sign-out" hidden />
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="flex w-full items-center gap-2.5 rounded-lg px-1 py-1.5 text-left hover:bg-hover"
          >
            <span
              aria-hidden
              className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-medium text-fg"
            >
              {initialsOf(user.name)}
            </span>
            <span className="min-w-0 flex-1 leading-tight">
              <span className="block truncate text-[13px] font-medium">{user.name}</span>
              <span className="block truncate text-xs text-muted">{user.email}</span>
            </span>
            <ChevronsUpDown size={14} className="text-muted" aria-hidden />
          </button>
        }
      >
        <MenuItem onClick={() => void navigate({ to: "/settings" })}>
          <Settings size={15} aria-hidden />
          Settings
        </MenuItem>
        <MenuSeparator />
        {LOOKS.filter((look) => look.theme !== theme).map(({ theme: other, label, icon: Icon }) => (
          <MenuItem key={other} onClick={() => chooseTheme(other)}>
            <Icon size={15} aria-hidden />
            {label}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onClick={() => signOut.current?.submit()}>
          <LogOut size={15} aria-hidden />
          Sign out
        </MenuItem>
      </Menu>
    </div>
  );
}

/** The first letters of the first and the last word; whole characters, whatever the script. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return chosen
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
