/** The sample events: one that is over, one that is near, one that is being planned. Pure. */
import type { EpochMs } from "#shared/brand.ts";
import { dayAt } from "./day.ts";

/** Which event a sample document or production item belongs to. */
export type SampleEventName = "preview" | "market" | "festival";

export type SampleEvent = {
  readonly name: SampleEventName;
  readonly title: string;
  readonly venue: string;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  readonly status: "draft" | "confirmed" | "done";
  readonly notes: string;
};

/** Three, as seen from `now`. */
export function sampleEvents(now: EpochMs): SampleEvent[] {
  return [
    {
      name: "preview",
      title: "Season preview for members",
      venue: "Foyer, Old Customs House",
      startsAt: dayAt(now, -12, 18),
      endsAt: dayAt(now, -12, 21),
      status: "done",
      notes: "140 guests, 12 over the plan. The debrief is among the documents.",
    },
    {
      name: "market",
      title: "Night market on the quay",
      venue: "Quay 4",
      startsAt: dayAt(now, 9, 17),
      endsAt: dayAt(now, 9, 23),
      status: "confirmed",
      notes: "38 stalls and one small stage. Quiet hours begin at 23:00: the last act ends at 22:30.",
    },
    {
      name: "festival",
      title: "Harbour lights festival",
      venue: "Harbour park",
      startsAt: dayAt(now, 46, 14),
      endsAt: dayAt(now, 48, 22),
      status: "draft",
      notes: "Three days, two stages. The licence decides whether the second stage stays.",
    },
  ];
}
