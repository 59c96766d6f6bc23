/** The production board of one event. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { CalendarDays, ListChecks, Plus } from "lucide-react";
import { type ReactElement, useCallback, useState } from "react";
import type { ProductionItem } from "#shared/content/production.ts";
import type { Workspace } from "../api/session.ts";
import { messageOf } from "../api/problem-error.ts";
import { useWorkspace } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Notice } from "../ui/notice.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { failsThePage, rowsOf } from "./content-query.ts";
import { type EventChoices, useEventChoices } from "./events/event-choices.ts";
import { EventOptions } from "./events/event-options.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Board } from "./production/board.tsx";
import { DeleteItem } from "./production/delete-item.tsx";
import { ItemForm } from "./production/item-form.tsx";
import { itemsQuery, standingQuery } from "./production/production-query.ts";
import { StandingLine } from "./production/standing-line.tsx";
import { useMoveItem } from "./production/use-move-item.ts";
import { AddSampleData } from "./sample-data.tsx";
import { useTarget } from "../ui/use-target.ts";

export function ProductionPage(): ReactElement | null {
  const workspace = useWorkspace();
  if (workspace === null) return null;
  return <Production key={workspace.id} workspace={workspace} />;
}

/** Without an event in the address it is about the next one, or the last one that was. */
function Production({ workspace }: { readonly workspace: Workspace }): ReactElement {
  const { event: wanted } = useSearch({ from: "/production" });
  const choices = useEventChoices(workspace.id);
  const event = wanted ?? choices?.upcoming[0]?.id ?? choices?.past[0]?.id;
  if (choices === undefined) return <Skeleton />;
  if (event === undefined) return <NoEvents workspace={workspace} />;
  return <EventBoard key={event} workspace={workspace.id} event={event} choices={choices} />;
}

function NoEvents({ workspace }: { readonly workspace: Workspace }): ReactElement {
  return (
    <>
      <PageHead title="Production" text="What each event needs, and how far it is." />
      <Empty
        icon={CalendarDays}
        title="No events yet"
        text="Production items belong to an event. Create one first, or look at an example."
        actions={
          <>
            <Link to="/events" className="btn">
              Go to events
            </Link>
            <AddSampleData workspace={workspace} />
          </>
        }
      />
    </>
  );
}

type EventBoardProps = { readonly workspace: string; readonly event: string; readonly choices: EventChoices };

function EventBoard({ workspace, event, choices }: EventBoardProps): ReactElement {
  const form = useTarget<ProductionItem | "new">();
  const deletion = useTarget<ProductionItem>();
  const edited = form.thing === "new" ? null : form.thing;
  const create = (
    <Button variant="primary" onClick={() => form.open("new")}>
      <Plus size={15} aria-hidden />
      Create item
    </Button>
  );
  return (
    <>
      <PageHead title="Production" text="What each event needs, and how far it is." actions={create} />
      <ChooseEvent event={event} choices={choices} />
      <Items
        workspace={workspace}
        event={event}
        onCreate={() => form.open("new")}
        onEdit={form.open}
        onDelete={deletion.open}
      />
      {form.thing !== null && (
        <ItemForm
          key={form.turn}
          open={form.isOpen}
          onClose={form.close}
          workspace={workspace}
          event={event}
          item={edited}
        />
      )}
      {deletion.thing !== null && <DeleteItem item={deletion.thing} open={deletion.isOpen} onClose={deletion.close} />}
    </>
  );
}

function ChooseEvent({ event, choices }: Omit<EventBoardProps, "workspace">): ReactElement {
  const navigate = useNavigate({ from: "/production" });
  // An event out of reach fails the page: there is no board of it.
  const { data: standing } = useQuery({ ...standingQuery(event), throwOnError: failsThePage });
  return (
    <div className="mt-6 flex flex-wrap items-center gap-x-6 gap-y-3">
      <select
        className="input select max-w-sm"
        aria-label="Event"
        value={event}
        onChange={(chosen) => void navigate({ search: { event: chosen.target.value }, resetScroll: false })}
      >
        <EventOptions choices={choices} chosen={standing?.event} />
      </select>
      {choices.isCut && (
        <Link to="/events" className="text-[13px] text-accent underline underline-offset-2">
          All events
        </Link>
      )}
      {standing !== undefined && <StandingLine standing={standing} />}
    </div>
  );
}

type ItemsProps = {
  readonly workspace: string;
  readonly event: string;
  readonly onCreate: () => void;
  readonly onEdit: (item: ProductionItem) => void;
  readonly onDelete: (item: ProductionItem) => void;
};

function Items({ workspace, event, onCreate, onEdit, onDelete }: ItemsProps): ReactElement {
  const found = useInfiniteQuery(itemsQuery(workspace, event));
  const { data: standing, error } = useQuery(standingQuery(event));
  const [movedId, setMovedId] = useState<string | null>(null);
  const onFocused = useCallback(() => setMovedId(null), []);
  const onMove = useMoveItem(workspace, event, setMovedId);
  const items = rowsOf(found.data);
  if (items === undefined) return <Skeleton />;
  if (items.length === 0) {
    return (
      <Empty
        icon={ListChecks}
        title="No production items yet"
        text="An item is something that the event needs: who does it, until when, and how it stands."
        actions={<Button onClick={onCreate}>Create item</Button>}
      />
    );
  }
  return (
    <>
      {error !== null && standing === undefined && <Notice tone="bad">{messageOf(error)}</Notice>}
      <Board
        items={items}
        counts={found.hasNextPage ? standing?.counts : undefined}
        acts={{ onMove, onEdit, onDelete, movedId, onFocused }}
      />
      <ShowMore list={found} what="items" />
    </>
  );
}
