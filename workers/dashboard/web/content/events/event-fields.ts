/** An event as its form has it, and the request that the form makes. Pure. */
import type { Event } from "#shared/content/events.ts";
import { fromLocalInput, toLocalInput } from "../local-times.ts";

export type EventFields = {
  readonly title: string;
  readonly venue: string;
  /** As `<input type="datetime-local">` has them. */
  readonly starts: string;
  readonly ends: string;
  readonly status: Event["status"];
  readonly notes: string;
};

/** The fields of an event, or of a new one. */
export function fieldsOf(event: Event | null): EventFields {
  return {
    title: event?.title ?? "",
    venue: event?.venue ?? "",
    starts: toLocalInput(event?.starts_at ?? null),
    ends: toLocalInput(event?.ends_at ?? null),
    status: event?.status ?? "draft",
    notes: event?.notes ?? "",
  };
}

/** What is wrong with the times, before the API is asked; `null` when nothing is. */
export function flawOfTimes({ starts, ends }: EventFields): { starts?: string; ends?: string } | null {
  const [from, to] = [fromLocalInput(starts), fromLocalInput(ends)];
  if (from === null) return { starts: "Say when it starts." };
  if (to !== null && Date.parse(to) < Date.parse(from)) return { ends: "This is before it starts." };
  return null;
}

/** Everything, for a new event. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- checked where the request is made
export function newEventOf(fields: EventFields) {
  return {
    title: fields.title,
    venue: textOrNull(fields.venue),
    starts_at: fromLocalInput(fields.starts) ?? "",
    ends_at: fromLocalInput(fields.ends),
    status: fields.status,
    notes: textOrNull(fields.notes),
  };
}

/** Only what was changed: nobody else's change is written over, and a time keeps seconds that the form does not show. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- checked where the request is made
export function patchOf(before: EventFields, now: EventFields) {
  const all = newEventOf(now);
  return {
    ...(now.title === before.title ? {} : { title: all.title }),
    ...(now.venue === before.venue ? {} : { venue: all.venue }),
    ...(now.starts === before.starts ? {} : { starts_at: all.starts_at }),
    ...(now.ends === before.ends ? {} : { ends_at: all.ends_at }),
    ...(now.status === before.status ? {} : { status: all.status }),
    ...(now.notes === before.notes ? {} : { notes: all.notes }),
  };
}

function textOrNull(text: string): string | null {
  return text.trim() === "" ? null : text;
}
