/** The sample production items, in every status, some of them late. Pure. */
import type { PRODUCTION_STATUSES } from "#shared/content/production.ts";
import type { SampleEventName } from "./events.ts";

export type SampleItem = {
  readonly event: SampleEventName;
  readonly department: string;
  readonly title: string;
  readonly status: (typeof PRODUCTION_STATUSES)[number];
  /** Days from now; before today, and not done: it is overdue. */
  readonly dueInDays: number | null;
  readonly assignee: string | null;
  readonly note: string | null;
};

/** Twelve. */
export const SAMPLE_ITEMS: readonly SampleItem[] = [
  item("market", "Site", "Order the second generator", {
    status: "blocked",
    dueInDays: -2,
    assignee: "Mara",
    note: "The hire company waits for our deposit.",
  }),
  item("market", "Sound", "Wireless microphone for The Ferrymen", {
    status: "in_progress",
    dueInDays: -1,
    assignee: "Jonas",
    note: "Two are reserved, not yet confirmed.",
  }),
  item("market", "Safety", "Fire lane signed off", { status: "planned", dueInDays: 4, assignee: "Priya" }),
  item("market", "Stalls", "Send the load-in slots to all stalls", {
    status: "in_progress",
    dueInDays: 2,
    assignee: "Mara",
  }),
  item("market", "Stage", "Riser for the drums", { status: "ready", dueInDays: 7, assignee: "Jonas" }),
  item("market", "Front of house", "Print the site maps", { status: "done", dueInDays: -3, assignee: "Lea" }),
  item("market", "Power", "Cable plan for stalls 1 to 38", { status: "ready", dueInDays: 5, assignee: "Tomasz" }),
  item("festival", "Licences", "Permission for the second stage", {
    status: "blocked",
    dueInDays: 12,
    assignee: "Priya",
    note: "The city asks for a new noise report first.",
  }),
  item("festival", "Sound", "Noise report", { status: "in_progress", dueInDays: 6, assignee: "Jonas" }),
  item("festival", "Programme", "Confirm the headliners", { status: "planned", dueInDays: 20 }),
  item("festival", "Site", "Ferry until midnight", { status: "planned", note: "Ask again when the dates are public." }),
  item("preview", "Office", "Send thanks to the speakers", { status: "done", dueInDays: -8, assignee: "Lea" }),
];

type Details = Pick<SampleItem, "status"> & Partial<Pick<SampleItem, "dueInDays" | "assignee" | "note">>;

function item(event: SampleEventName, department: string, ...[title, details]: readonly [string, Details]): SampleItem {
  return { event, department, title, dueInDays: null, assignee: null, note: null, ...details };
}
