/** One production item on the board. */
import { ChevronDown, Ellipsis } from "lucide-react";
import { type ReactElement, useEffect, useRef } from "react";
import type { ProductionItem } from "#shared/content/production.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { Time, useNow } from "../../ui/time.tsx";
import { ITEM_STATUSES, ItemStatus, type ItemStatusName, labelOf } from "./item-status.tsx";

/** What can be done with an item. */
export type ItemActs = {
  readonly onMove: (item: ProductionItem, to: ItemStatusName) => void;
  readonly onEdit: (item: ProductionItem) => void;
  readonly onDelete: (item: ProductionItem) => void;
  /** The item that was just moved: its card takes the focus that the one before it had. */
  readonly movedId: string | null;
  readonly onFocused: () => void;
};

type ItemCardProps = { readonly item: ProductionItem; readonly acts: ItemActs };

export function ItemCard({ item, acts }: ItemCardProps): ReactElement {
  return (
    <li className="card flex min-w-0 flex-col gap-1.5 p-3">
      <div className="flex items-start justify-between gap-2">
        <p className="min-w-0 pt-0.5 text-left text-xs wrap-anywhere text-muted" dir="auto">
          {item.department}
        </p>
        <Menu
          trigger={
            <Button variant="ghost" size="icon-small" aria-label={`Actions for “${item.title}”`}>
              <Ellipsis size={15} aria-hidden />
            </Button>
          }
        >
          <MenuItem onClick={() => acts.onEdit(item)}>Edit…</MenuItem>
          <MenuSeparator />
          <MenuItem danger onClick={() => acts.onDelete(item)}>
            Delete item…
          </MenuItem>
        </Menu>
      </div>
      <h3 className="clamp text-left font-medium wrap-anywhere" dir="auto">
        {item.title}
      </h3>
      {item.note !== null && item.note !== "" && (
        <p className="clamp text-left text-[13px] wrap-anywhere whitespace-pre-wrap text-muted" dir="auto">
          {item.note}
        </p>
      )}
      <Due item={item} />
      {item.assignee !== null && (
        <p className="truncate text-left text-[13px]" dir="auto" title={item.assignee}>
          {item.assignee}
        </p>
      )}
      <MoveMenu item={item} acts={acts} />
    </li>
  );
}

function Due({ item }: { readonly item: ProductionItem }): ReactElement | null {
  const now = useNow();
  if (item.due_at === null) return null;
  const isOverdue = item.status !== "done" && Date.parse(item.due_at) < now;
  return (
    <p className={isOverdue ? "text-[13px] font-medium text-bad" : "text-[13px] text-muted"}>
      {isOverdue ? "Overdue, due " : "Due "}
      <Time at={item.due_at} />
    </p>
  );
}

/** A menu and not a select, whose arrow keys would move the item once for every status on the way. */
function MoveMenu({ item, acts }: ItemCardProps): ReactElement {
  const trigger = useRef<HTMLButtonElement>(null);
  const isMoved = acts.movedId === item.id;
  const { onFocused } = acts;
  useEffect(() => {
    if (!isMoved) return undefined;
    // After the menu has closed, which hands the focus back to a button that is gone.
    const timer = setTimeout(() => {
      trigger.current?.focus({ preventScroll: true });
      onFocused();
    }, 50);
    return () => clearTimeout(timer);
  }, [isMoved, onFocused]);
  return (
    <Menu
      align="start"
      trigger={
        <Button
          ref={trigger}
          size="small"
          className="mt-1 self-start"
          aria-label={`${labelOf(item.status)}: move “${item.title}”`}
        >
          <ItemStatus status={item.status} />
          <ChevronDown size={13} aria-hidden />
        </Button>
      }
    >
      {ITEM_STATUSES.filter((status) => status !== item.status).map((status) => (
        <MenuItem key={status} onClick={() => acts.onMove(item, status)}>
          <ItemStatus status={status} />
        </MenuItem>
      ))}
    </Menu>
  );
}
