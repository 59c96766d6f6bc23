/** One event in the list: what, where, when, how it stands. */
import { Ellipsis } from "lucide-react";
import type { ReactElement } from "react";
import { Link } from "@tanstack/react-router";
import type { Event } from "#shared/content/events.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { exactSpanOf, spanOf } from "../local-times.ts";
import { EventStatus } from "./event-status.tsx";

/** What can be done with an event; each opens something in the page, which stays when the row goes. */
export type EventActs = {
  readonly onShow: (event: Event) => void;
  readonly onEdit: (event: Event) => void;
  readonly onDelete: (event: Event) => void;
};

type EventRowProps = { readonly event: Event; readonly acts: EventActs };

export function EventRow({ event, acts }: EventRowProps): ReactElement {
  return (
    <li className="crow">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-0.5">
        <Link to="/events" search={{ event: event.id }} className="rowlink clamp" dir="auto" resetScroll={false}>
          {event.title}
        </Link>
        <EventStatus status={event.status} />
      </div>
      <div className="side min-w-0 text-[13px]">
        <EventSpan event={event} />
        {event.venue !== null && (
          <p className="truncate text-left text-muted" dir="auto" title={event.venue}>
            {event.venue}
          </p>
        )}
      </div>
      <div className="acts">
        <Menu
          trigger={
            <Button variant="ghost" size="icon" aria-label={`Actions for “${event.title}”`}>
              <Ellipsis size={16} aria-hidden />
            </Button>
          }
        >
          <MenuItem onClick={() => acts.onShow(event)}>View</MenuItem>
          <MenuItem onClick={() => acts.onEdit(event)}>Edit…</MenuItem>
          <MenuSeparator />
          <MenuItem danger onClick={() => acts.onDelete(event)}>
            Delete event…
          </MenuItem>
        </Menu>
      </div>
    </li>
  );
}

/** When, in the reader's zone; exactly, on hover and focus. */
export function EventSpan({ event }: { readonly event: Event }): ReactElement {
  return (
    <Tooltip content={exactSpanOf(event.starts_at, event.ends_at)}>
      <time tabIndex={0} className="reltime tabular-nums" dateTime={event.starts_at}>
        {spanOf(event.starts_at, event.ends_at)}
      </time>
    </Tooltip>
  );
}
