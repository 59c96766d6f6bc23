/** Events as the options of a `<select>`, with their day, for titles repeat. */
import type { ReactElement } from "react";
import type { Event } from "#shared/content/events.ts";
import { dayOf } from "../local-times.ts";
import type { EventChoices } from "./event-choices.ts";

type EventOptionsProps = {
  readonly choices: EventChoices | undefined;
  /** The chosen one, where it may not be among the choices. */
  readonly chosen: Pick<Event, "id" | "title" | "starts_at"> | undefined;
};

export function EventOptions({ choices, chosen }: EventOptionsProps): ReactElement {
  const { upcoming = [], past = [] } = choices ?? {};
  const isListed = [...upcoming, ...past].some(({ id }) => id === chosen?.id);
  return (
    <>
      {chosen !== undefined && !isListed && <Option event={chosen} />}
      <Options label="Upcoming" events={upcoming} />
      <Options label="Past" events={past} />
    </>
  );
}

function Options({
  label,
  events,
}: {
  readonly label: string;
  readonly events: readonly Event[];
}): ReactElement | null {
  if (events.length === 0) return null;
  return (
    <optgroup label={label}>
      {events.map((event) => (
        <Option key={event.id} event={event} />
      ))}
    </optgroup>
  );
}

function Option({ event }: { readonly event: Pick<Event, "id" | "title" | "starts_at"> }): ReactElement {
  return (
    <option value={event.id}>
      {event.title} — {dayOf(event.starts_at)}
    </option>
  );
}
