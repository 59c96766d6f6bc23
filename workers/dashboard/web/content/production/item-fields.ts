/** A production item as its form has it, and the request that the form makes. Pure. */
import type { ProductionItem } from "#shared/content/production.ts";
import { fromLocalInput, toLocalInput } from "../local-times.ts";

export type ItemFields = {
  readonly title: string;
  readonly department: string;
  readonly status: ProductionItem["status"];
  readonly assignee: string;
  /** As `<input type="datetime-local">` has it. */
  readonly due: string;
  readonly note: string;
};

/** The fields of an item, or of a new one. */
export function fieldsOf(item: ProductionItem | null): ItemFields {
  return {
    title: item?.title ?? "",
    department: item?.department ?? "",
    status: item?.status ?? "planned",
    assignee: item?.assignee ?? "",
    due: toLocalInput(item?.due_at ?? null),
    note: item?.note ?? "",
  };
}

/** Everything but the event, for a new item. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- checked where the request is made
export function newItemOf(fields: ItemFields) {
  return {
    title: fields.title,
    department: fields.department,
    status: fields.status,
    assignee: textOrNull(fields.assignee),
    due_at: fromLocalInput(fields.due),
    note: textOrNull(fields.note),
  };
}

/** Only what was changed: nobody else's change is written over. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- checked where the request is made
export function patchOf(before: ItemFields, now: ItemFields) {
  const all = newItemOf(now);
  return {
    ...(now.title === before.title ? {} : { title: all.title }),
    ...(now.department === before.department ? {} : { department: all.department }),
    ...(now.status === before.status ? {} : { status: all.status }),
    ...(now.assignee === before.assignee ? {} : { assignee: all.assignee }),
    ...(now.due === before.due ? {} : { due_at: all.due_at }),
    ...(now.note === before.note ? {} : { note: all.note }),
  };
}

function textOrNull(text: string): string | null {
  return text.trim() === "" ? null : text;
}
