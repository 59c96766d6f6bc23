/** How a production item stands: the words, and the look of the dot before them. */
import type { ReactElement } from "react";
import type { ProductionItem } from "#shared/content/production.ts";

export type ItemStatusName = ProductionItem["status"];

/** In the order of the board. */
export const ITEM_STATUSES = [
  "planned",
  "in_progress",
  "blocked",
  "ready",
  "done",
] as const satisfies readonly ItemStatusName[];

const LOOKS = {
  planned: { label: "Planned", look: "off" },
  in_progress: { label: "In progress", look: "live" },
  blocked: { label: "Blocked", look: "expired" },
  ready: { label: "Ready", look: "active" },
  done: { label: "Done", look: "off" },
} as const satisfies Record<ItemStatusName, { label: string; look: string }>;

/** "In progress". */
export function labelOf(status: ItemStatusName): string {
  return LOOKS[status].label;
}

export function ItemStatus({ status }: { readonly status: ItemStatusName }): ReactElement {
  const { label, look } = LOOKS[status];
  return (
    <span className="status" data-s={look}>
      {label}
    </span>
  );
}
