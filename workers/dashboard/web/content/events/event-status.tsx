/** How an event stands: a dot and a word. */
import type { ReactElement } from "react";
import type { Event } from "#shared/content/events.ts";

/** Each status in words, with the look of its dot. */
export const EVENT_STATUSES = {
  draft: { label: "Draft", look: "off" },
  confirmed: { label: "Confirmed", look: "active" },
  live: { label: "Live", look: "live" },
  done: { label: "Done", look: "off" },
  cancelled: { label: "Cancelled", look: "expired" },
} as const satisfies Record<Event["status"], { label: string; look: string }>;

export function EventStatus({ status }: { readonly status: Event["status"] }): ReactElement {
  const { label, look } = EVENT_STATUSES[status];
  return (
    <span className="status" data-s={look}>
      {label}
    </span>
  );
}
