/** One event in a dialog: its notes, how its production stands, and its documents. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import type { Event } from "#shared/content/events.ts";
import { messageOf } from "../../api/problem-error.ts";
import { Button } from "../../ui/button.tsx";
import { Modal } from "../../ui/modal.tsx";
import { Notice } from "../../ui/notice.tsx";
import { documentsOfEventQuery } from "../documents/documents-query.ts";
import { standingQuery } from "../production/production-query.ts";
import { StandingLine } from "../production/standing-line.tsx";
import { EventSpan } from "./event-row.tsx";
import { EventStatus } from "./event-status.tsx";
import { eventQuery } from "./events-query.ts";

type EventPanelProps = {
  readonly id: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onEdit: (event: Event) => void;
};

export function EventPanel({ id, open, onClose, onEdit }: EventPanelProps): ReactElement {
  const { data: event, error } = useQuery(eventQuery(id));
  return (
    <Modal
      open={open}
      onClose={onClose}
      width="wide"
      title={
        <span dir="auto" className="wrap-break-word">
          {event?.title ?? "Event"}
        </span>
      }
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {event !== undefined && <Button onClick={() => onEdit(event)}>Edit event</Button>}
        </>
      }
    >
      {error !== null && event === undefined && <Notice tone="bad">{messageOf(error)}</Notice>}
      {event !== undefined && <Details event={event} />}
    </Modal>
  );
}

function Details({ event }: { readonly event: Event }): ReactElement {
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-1">
        <EventStatus status={event.status} />
        <p>
          <EventSpan event={event} />
        </p>
        {event.venue !== null && (
          <p dir="auto" className="text-left wrap-anywhere text-muted">
            {event.venue}
          </p>
        )}
      </div>
      {event.notes !== null && event.notes !== "" && (
        <Part id="event-notes" title="Notes">
          <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            {event.notes}
          </p>
        </Part>
      )}
      <Part id="event-production" title="Production">
        <Production event={event} />
      </Part>
      <Part id="event-documents" title="Documents">
        <Documents event={event} />
      </Part>
    </div>
  );
}

type PartProps = { readonly id: string; readonly title: string; readonly children: ReactNode };

function Part({ id, title, children }: PartProps): ReactElement {
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="label mb-1.5">
        {title}
      </h3>
      {children}
    </section>
  );
}

function Production({ event }: { readonly event: Event }): ReactElement {
  const { data, error } = useQuery(standingQuery(event.id));
  if (data === undefined) return <Waiting error={error} />;
  return (
    <>
      <StandingLine standing={data} />
      <Link
        to="/production"
        search={{ event: event.id }}
        className="mt-2 inline-block text-accent underline underline-offset-2"
      >
        Open the production board
      </Link>
    </>
  );
}

function Documents({ event }: { readonly event: Event }): ReactElement {
  const { data, error } = useQuery(documentsOfEventQuery(event.workspace_id, event.id));
  if (data === undefined) return <Waiting error={error} />;
  if (data.data.length === 0) return <p className="text-muted">No documents belong to this event.</p>;
  return (
    <ul className="flex flex-col gap-1">
      {data.data.map(({ id, title }) => (
        <li key={id}>
          <Link
            to="/documents/$id"
            params={{ id }}
            dir="auto"
            className="wrap-anywhere text-accent underline underline-offset-2"
          >
            {title}
          </Link>
        </li>
      ))}
      {data.next_cursor !== null && (
        <li className="text-muted">The last changed are shown; search finds the others.</li>
      )}
    </ul>
  );
}

function Waiting({ error }: { readonly error: Error | null }): ReactElement {
  if (error !== null) return <Notice tone="bad">{messageOf(error)}</Notice>;
  return <p className="text-muted">Loading…</p>;
}
