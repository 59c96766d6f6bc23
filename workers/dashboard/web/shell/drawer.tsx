/** The navigation of narrow screens: over the page, and gone when a page was chosen. */
import { Dialog } from "@base-ui/react/dialog";
import { Menu as MenuIcon, X } from "lucide-react";
import { type ReactElement, type RefObject, useRef } from "react";
import { Button } from "../ui/button.tsx";
import { Sidebar } from "./sidebar.tsx";

type DrawerProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onSearch: () => void;
  /** Has the focus after a page was chosen; else it goes back to the button. */
  readonly main: RefObject<HTMLElement | null>;
};

export function Drawer({ open, onOpenChange, onSearch, main }: DrawerProps): ReactElement {
  const hasNavigated = useRef(false);
  const change = (isOpen: boolean): void => {
    hasNavigated.current = false;
    onOpenChange(isOpen);
  };
  return (
    <Dialog.Root
      open={open}
      onOpenChange={change}
      onOpenChangeComplete={(isOpen) => {
        // Not before: until then the page is out of reach, for the focus too.
        if (!isOpen && hasNavigated.current) main.current?.focus({ preventScroll: true });
      }}
    >
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
          finalFocus={() => !hasNavigated.current}
          className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] bg-surface shadow-pop outline-none transition-transform duration-200 data-ending-style:-translate-x-full data-starting-style:-translate-x-full"
        >
          <Sidebar
            onSearch={onSearch}
            onNavigate={() => {
              hasNavigated.current = true;
              onOpenChange(false);
            }}
          />
          <Dialog.Close
            render={
              <Button size="icon" aria-label="Close navigation" className="drawer-close">
                <X size={16} aria-hidden />
              </Button>
            }
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
