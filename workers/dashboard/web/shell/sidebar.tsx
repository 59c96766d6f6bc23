/** Workspace, search, places, and the signed-in person. */
import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { lazy, type ReactElement, Suspense } from "react";
import { NAVIGATION } from "./navigation.ts";
import { PersonMenu } from "./person-menu.tsx";
import { WorkspaceSwitcher } from "./workspace-switcher.tsx";

const PasskeyNudge = lazy(() => import("./passkey-nudge.tsx").then((module) => ({ default: module.PasskeyNudge })));

type SidebarProps = { readonly onSearch: () => void; readonly onNavigate: () => void };

const SEARCH_KEYS = navigator.platform.startsWith("Mac") ? "⌘K" : "Ctrl K";

export function Sidebar({ onSearch, onNavigate }: SidebarProps): ReactElement {
  return (
    <div className="flex h-full flex-col gap-3 overflow-y-auto p-3">
      <WorkspaceSwitcher onNavigate={onNavigate} />
      <button
        type="button"
        onClick={onSearch}
        className="input flex h-8! items-center gap-2 text-left text-[13.5px] text-muted shadow-none"
      >
        <Search size={14} aria-hidden />
        <span className="flex-1">Search</span>
        <kbd className="font-sans text-xs">{SEARCH_KEYS}</kbd>
      </button>
      <nav aria-label="Main" className="flex flex-1 flex-col gap-4 pt-1">
        {NAVIGATION.map(({ heading, places }) => (
          <div key={heading} className="flex flex-col gap-0.5">
            <h2 className="px-2.5 pb-1 text-xs font-medium text-muted">{heading}</h2>
            {places.map(({ to, label, icon: Icon }) => (
              <Link key={to} to={to} onClick={onNavigate} className="navlink">
                <Icon size={16} aria-hidden />
                {label}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <Suspense>
        <PasskeyNudge onNavigate={onNavigate} />
      </Suspense>
      <PersonMenu onNavigate={onNavigate} />
    </div>
  );
}
