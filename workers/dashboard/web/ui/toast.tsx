/** What just happened, with a way back. Stays 6 s, longer under the pointer or with the focus. */
import { lazy, type ReactElement, Suspense } from "react";

type Action = { readonly label: string; readonly onClick: () => void };

export type ToastText = { readonly title: string; readonly description?: string; readonly action?: Action };

/** Shows one. */
export function toast(text: ToastText): void {
  void load().then(({ showToast }) => showToast(text));
}

/** Once, in the app. */
export function Toaster(): ReactElement {
  return (
    <Suspense>
      <ToastList />
    </Suspense>
  );
}

const ToastList = lazy(() => load().then((module) => ({ default: module.ToastList })));

function load() {
  return import("./toast-list.tsx");
}
