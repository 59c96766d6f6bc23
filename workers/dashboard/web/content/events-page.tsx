/** The events of the workspace: what is to come, and what is over. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { CalendarDays, Plus } from "lucide-react";
import { type ReactElement, useState } from "react";
import type { Event } from "#shared/content/events.ts";
import type { Workspace } from "../api/session.ts";
import { useWorkspace } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { rowsOf } from "./content-query.ts";
import { DeleteEvent } from "./events/delete-event.tsx";
import { EventForm } from "./events/event-form.tsx";
import { EventPanel } from "./events/event-panel.tsx";
import { type EventActs, EventRow } from "./events/event-row.tsx";
import { boundaryAt, isOver, pastQuery, upcomingQuery } from "./events/events-query.ts";
import { ShowMore } from "../ui/show-more.tsx";
import { AddSampleData } from "./sample-data.tsx";
import { type Target, useTarget } from "../ui/use-target.ts";

export function EventsPage(): ReactElement | null {
  const workspace = useWorkspace();
  if (workspace === null) return null;
  return <Events key={workspace.id} workspace={workspace} />;
}

function Events({ workspace }: { readonly workspace: Workspace }): ReactElement {
  const form = useTarget<Event | "new">();
  const deletion = useTarget<Event>();
  const shown = useShownEvent();
  const acts = { onShow: (event: Event) => shown.show(event.id), onEdit: form.open, onDelete: deletion.open };
  const create = (
    <Button variant="primary" onClick={() => form.open("new")}>
      <Plus size={15} aria-hidden />
      Create event
    </Button>
  );
  return (
    <>
      <PageHead
        title="Events"
        text="What the workspace prepares. Keys with Read see it, keys with Write change it."
        actions={create}
      />
      <EventLists
        workspace={workspace.id}
        acts={acts}
        empty={
          <Empty
            icon={CalendarDays}
            title="No events yet"
            text="Documents and production items can belong to an event. Create the first one, or look at an example."
            actions={
              <>
                <Button onClick={() => form.open("new")}>Create event</Button>
                <AddSampleData workspace={workspace} />
              </>
            }
          />
        }
      />
      <EventDialogs workspace={workspace.id} form={form} deletion={deletion} shown={shown} />
    </>
  );
}

type EventListsProps = {
  readonly workspace: string;
  readonly acts: EventActs;
  readonly empty: ReactElement;
};

function EventLists({ workspace, acts, empty }: EventListsProps): ReactElement {
  const [boundary] = useState(() => boundaryAt(Date.now()));
  const upcoming = useInfiniteQuery(upcomingQuery(workspace, boundary));
  const past = useInfiniteQuery(pastQuery(workspace, boundary));
  const toCome = rowsOf(upcoming.data);
  const over = rowsOf(past.data)?.filter((event) => isOver(event, boundary));
  if (toCome === undefined || over === undefined) return <Skeleton />;
  if (toCome.length === 0 && over.length === 0 && !past.hasNextPage) return empty;
  return (
    <>
      <EventList title="Upcoming" events={toCome} acts={acts} none="Nothing is planned from now on.">
        <ShowMore list={upcoming} what="upcoming events" />
      </EventList>
      <EventList title="Past" events={over} acts={acts} none="No event is over yet.">
        <ShowMore list={past} what="past events" />
      </EventList>
    </>
  );
}

type EventListProps = {
  readonly title: "Upcoming" | "Past";
  readonly events: readonly Event[];
  readonly acts: EventActs;
  readonly none: string;
  readonly children: ReactElement;
};

function EventList({ title, events, acts, none, children }: EventListProps): ReactElement {
  return (
    <section className="mt-8" aria-labelledby={`events-${title}`}>
      <h2 id={`events-${title}`} className="label mb-2">
        {title}
      </h2>
      {events.length === 0 ? (
        <p className="text-muted">{none}</p>
      ) : (
        <ul className="card">
          {events.map((event) => (
            <EventRow key={event.id} event={event} acts={acts} />
          ))}
        </ul>
      )}
      {children}
    </section>
  );
}

type EventDialogsProps = {
  readonly workspace: string;
  readonly form: Target<Event | "new">;
  readonly deletion: Target<Event>;
  readonly shown: ReturnType<typeof useShownEvent>;
};

function EventDialogs({ workspace, form, deletion, shown }: EventDialogsProps): ReactElement {
  const edited = form.thing === "new" ? null : form.thing;
  return (
    <>
      {shown.id !== null && <EventPanel id={shown.id} open={shown.isOpen} onClose={shown.close} onEdit={form.open} />}
      {form.thing !== null && (
        <EventForm key={form.turn} open={form.isOpen} onClose={form.close} workspace={workspace} event={edited} />
      )}
      {deletion.thing !== null && (
        <DeleteEvent event={deletion.thing} open={deletion.isOpen} onClose={deletion.close} />
      )}
    </>
  );
}

/** The event that the address names, so that a link can open it; kept while its dialog fades out. */
function useShownEvent() {
  const { event } = useSearch({ from: "/events" });
  const navigate = useNavigate({ from: "/events" });
  const [last, setLast] = useState(event ?? null);
  if (event !== undefined && event !== last) setLast(event);
  const go = (id: string | undefined): void => {
    void navigate({ search: id === undefined ? {} : { event: id }, resetScroll: false });
  };
  return { id: event ?? last, isOpen: event !== undefined, show: (id: string) => go(id), close: () => go(undefined) };
}
