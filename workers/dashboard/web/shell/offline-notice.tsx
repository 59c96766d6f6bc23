/** Says so while the browser has no network. */
import { type ReactElement, useSyncExternalStore } from "react";
import { Notice } from "../ui/notice.tsx";

export function OfflineNotice(): ReactElement {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status">
      {!isOnline && (
        <div className="mb-6">
          <Notice>You are offline. What you see may be old, and changes cannot be saved.</Notice>
        </div>
      )}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}
