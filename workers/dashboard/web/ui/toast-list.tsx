/** Where toasts appear. Loaded after the page, which can do without them for a moment. */
import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { type ReactElement, useEffect } from "react";
import type { ToastText } from "./toast.tsx";

const TIMEOUT_MS = 6000;

type Extra = { readonly action?: NonNullable<ToastText["action"]> };

const manager = Toast.createToastManager<Extra>();
/** Those that came before there was a place for them. */
let early: ToastText[] | null = [];

/** Shows one, now or as soon as there is a place for it. */
export function showToast(text: ToastText): void {
  if (early === null) add(text);
  else early.push(text);
}

export function ToastList(): ReactElement {
  useEffect(() => {
    const waiting = early ?? [];
    early = null;
    for (const text of waiting) add(text);
  }, []);
  return (
    <Toast.Provider toastManager={manager} timeout={TIMEOUT_MS}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-60 flex flex-col gap-2">
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function add({ title, description, action }: ToastText): void {
  manager.add({
    title,
    ...(description === undefined ? {} : { description }),
    data: action === undefined ? {} : { action },
  });
}

function Toasts(): ReactElement[] {
  const { toasts } = Toast.useToastManager<Extra>();
  return toasts.map((shown) => {
    const action = shown.data?.action;
    return (
      <Toast.Root key={shown.id} toast={shown} className="toast">
        <div className="min-w-0 flex-1 wrap-break-word">
          <Toast.Title className="font-medium" />
          <Toast.Description className="hint" />
        </div>
        {action !== undefined && (
          <Toast.Action
            className="btn btn-sm"
            onClick={() => {
              action.onClick();
              manager.close(shown.id);
            }}
          >
            {action.label}
          </Toast.Action>
        )}
        <Toast.Close className="btn btn-ghost btn-icon btn-xs" aria-label="Dismiss">
          <X size={14} aria-hidden />
        </Toast.Close>
      </Toast.Root>
    );
  });
}
