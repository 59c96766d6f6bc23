/** Around every page: navigation at the side, or behind a button on a narrow screen; the page as the main landmark. */
import { Outlet, useLocation, useSearch } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { lazy, type ReactElement, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { useSession } from "../api/session.ts";
import { ALL_WORKSPACES, useWorkspace } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Drawer } from "./drawer.tsx";
import { NoWorkspace } from "./no-workspace.tsx";
import { OfflineNotice } from "./offline-notice.tsx";
import { PageNotFound } from "./page-not-found.tsx";
import { Sidebar } from "./sidebar.tsx";

const CommandMenu = lazy(() => import("./command-menu.tsx").then((module) => ({ default: module.CommandMenu })));

export function AppShell(): ReactElement {
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [isSearchOpen, setSearchOpen] = useState(false);
  const [isSearchLoaded, setSearchLoaded] = useState(false);
  const main = useFocusOnNavigation();
  const search = (): void => {
    setDrawerOpen(false);
    setSearchLoaded(true);
    setSearchOpen(true);
  };
  useShortcut(search);
  return (
    <div className="min-h-svh md:grid md:grid-cols-[236px_minmax(0,1fr)]">
      <a href="#main" className="skip-link">
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-svh border-r border-line bg-sunken md:block">
        <Sidebar onSearch={search} onNavigate={() => undefined} />
      </aside>
      <header className="sticky top-0 z-20 flex h-13 items-center gap-2 border-b border-line bg-canvas/90 px-2 backdrop-blur md:hidden">
        <Drawer open={isDrawerOpen} onOpenChange={setDrawerOpen} onSearch={search} main={main} />
        <bdi className="min-w-0 flex-1 truncate font-medium">{useWorkspace()?.name ?? "Latchkey"}</bdi>
        <Button variant="ghost" size="icon" aria-label="Search" onClick={search}>
          <Search size={17} aria-hidden />
        </Button>
      </header>
      <main
        id="main"
        ref={main}
        tabIndex={-1}
        className="mx-auto w-full max-w-[1104px] min-w-0 px-4 pt-6 pb-16 outline-none sm:px-8 md:pt-10"
      >
        <OfflineNotice />
        <Suspense>
          <Page />
        </Suspense>
      </main>
      <Suspense>{isSearchLoaded && <CommandMenu open={isSearchOpen} onClose={() => setSearchOpen(false)} />}</Suspense>
    </div>
  );
}

/** Pages are about a workspace of the person's own; only the settings have something to say without one. */
function Page(): ReactElement {
  const { workspaces } = useSession();
  const { ws } = useSearch({ from: "__root__" });
  const { pathname } = useLocation();
  if (workspaces.length === 0 && pathname !== "/settings") return <NoWorkspace />;
  const isForeign = ws !== undefined && ws !== ALL_WORKSPACES && !workspaces.some(({ id }) => id === ws);
  return isForeign ? <PageNotFound /> : <Outlet />;
}

/** A new page is announced and read from its start; the first one is left to the browser. */
function useFocusOnNavigation(): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

/** ⌘K, or Ctrl K, anywhere. */
function useShortcut(onShortcut: () => void): void {
  const latest = useRef(onShortcut);
  useEffect(() => {
    latest.current = onShortcut;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}
