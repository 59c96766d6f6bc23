/** Times between the wire (ISO 8601, UTC) and what a person reads and types in their own zone. */

const day = new Intl.DateTimeFormat("en", { weekday: "short", month: "short", day: "numeric", year: "numeric" });
const clock = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit" });
const exact = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "long" });

/** "Fri, Jun 18, 2027, 8:00 PM – 11:00 PM"; the second day is named only where it is another one. */
export function spanOf(startsAt: string, endsAt: string | null): string {
  const start = new Date(startsAt);
  const begin = `${day.format(start)}, ${clock.format(start)}`;
  if (endsAt === null || endsAt === startsAt) return begin;
  const end = new Date(endsAt);
  const isSameDay = day.format(start) === day.format(end);
  return `${begin} – ${isSameDay ? "" : `${day.format(end)}, `}${clock.format(end)}`;
}

/** Both ends with seconds and zone. */
export function exactSpanOf(startsAt: string, endsAt: string | null): string {
  const start = exact.format(new Date(startsAt));
  return endsAt === null ? start : `${start} to ${exact.format(new Date(endsAt))}`;
}

/** The day alone, for lists where the time is too much. */
export function dayOf(at: string): string {
  return day.format(new Date(at));
}

/** What `<input type="datetime-local">` shows for a time, to the minute; "" for none. */
export function toLocalInput(at: string | null): string {
  if (at === null) return "";
  const time = new Date(at);
  const [month, date] = [time.getMonth() + 1, time.getDate()].map(twoDigits);
  const [hours, minutes] = [time.getHours(), time.getMinutes()].map(twoDigits);
  return `${String(time.getFullYear()).padStart(4, "0")}-${month}-${date}T${hours}:${minutes}`;
}

/** The time that was typed, in UTC; `null` for an empty field or for what is no time. */
export function fromLocalInput(text: string): string | null {
  const time = new Date(text);
  return text === "" || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
