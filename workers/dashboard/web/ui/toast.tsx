/** What just happened, with a way back. Stays 6 s, longer under the pointer or with the focus. */
import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

const TIMEOUT_MS = 6000;

type Action = { readonly label: string; readonly onClick: () => void };
type Extra = { readonly action?: Action };

export type ToastText = { readonly title: string; readonly description?: string; readonly action?: Action };

const manager = Toast.createToastManager<Extra>();

/** Shows one. */
export function toast({ title, description, action }: ToastText): void {
  manager.add({
    title,
    ...(description === undefined ? {} : { description }),
    data: action === undefined ? {} : { action },
  });
}

/** Once, around the app. */
export function Toaster({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Toast.Provider toastManager={manager} timeout={TIMEOUT_MS}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-60 flex flex-col gap-2">
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
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
