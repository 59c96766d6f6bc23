/** Around every page: navigation at the side, or behind a button on a narrow screen; the page as the main landmark. */
import { Dialog } from "@base-ui/react/dialog";
import { Outlet, useLocation } from "@tanstack/react-router";
import { Menu as MenuIcon } from "lucide-react";
import { lazy, type ReactElement, Suspense, useEffect, useRef, useState } from "react";
import { useWorkspace } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";
import { OfflineNotice } from "./offline-notice.tsx";
import { Sidebar } from "./sidebar.tsx";

const loadCommandMenu = () => import("./command-menu.tsx");
const CommandMenu = lazy(() => loadCommandMenu().then((module) => ({ default: module.CommandMenu })));

export function AppShell(): ReactElement {
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [isSearchOpen, setSearchOpen] = useState(false);
  const main = useFocusOnNavigation();
  useShortcut(() => setSearchOpen(true));
  const search = (): void => {
    setDrawerOpen(false);
    setSearchOpen(true);
  };
  return (
    <div className="min-h-svh md:grid md:grid-cols-[236px_minmax(0,1fr)]">
      <a href="#main" className="skip-link">
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-svh border-r border-line bg-sunken md:block">
        <Sidebar onSearch={search} onNavigate={() => undefined} />
      </aside>
      <header className="sticky top-0 z-20 flex h-13 items-center gap-2 border-b border-line bg-canvas/90 px-2 backdrop-blur md:hidden">
        <Drawer open={isDrawerOpen} onOpenChange={setDrawerOpen} onSearch={search} />
        <span className="truncate font-medium">{useWorkspace()?.name ?? "Latchkey"}</span>
      </header>
      <main
        id="main"
        ref={main}
        tabIndex={-1}
        className="mx-auto w-full max-w-[1104px] min-w-0 px-4 pt-6 pb-16 outline-none sm:px-8 md:pt-10"
      >
        <OfflineNotice />
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <Suspense>{isSearchOpen && <CommandMenu onClose={() => setSearchOpen(false)} />}</Suspense>
    </div>
  );
}

type DrawerProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onSearch: () => void;
};

function Drawer({ open, onOpenChange, onSearch }: DrawerProps): ReactElement {
  return (
    <Dialog.Root open={open} onOpenChange={(isOpen) => onOpenChange(isOpen)}>
      <Dialog.Trigger
        render={
          <Button variant="ghost" size="icon" aria-label="Open navigation">
            <MenuIcon size={18} aria-hidden />
          </Button>
        }
      />
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop fixed inset-0 z-40" />
        <Dialog.Popup
          aria-label="Navigation"
          className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] bg-surface shadow-pop outline-none transition-transform duration-200 data-ending-style:-translate-x-full data-starting-style:-translate-x-full"
        >
          <Sidebar onSearch={onSearch} onNavigate={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** A new page is announced and read from its start; the first one is left to the browser. */
function useFocusOnNavigation() {
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
  latest.current = onShortcut;
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
