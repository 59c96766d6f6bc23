/** An event between its row and the wire. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { type Event, eventSchema } from "#shared/content/events.ts";
import { isoTime } from "#shared/content/times.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import { events } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { inReach } from "../reach.ts";

export type EventRow = typeof events.$inferSelect;

/** The event of that id; `not_found` when there is none or it is out of reach. */
export async function findEvent(
  deps: ContentDeps,
  principal: Principal,
  id: string,
): Promise<Result<EventRow, Refusal>> {
  const [row] = await drizzle(deps.db).select().from(events).where(eq(events.id, id));
  return inReach(principal, row, "event");
}

/** The row as surfaces show it. */
export function toEvent(row: EventRow): Event {
  return eventSchema.parse({
    id: row.id,
    workspace_id: row.workspaceId,
    title: row.title,
    venue: row.venue,
    starts_at: isoTime(row.startsAt),
    ends_at: row.endsAt === null ? null : isoTime(row.endsAt),
    status: row.status,
    notes: row.notes,
    created_at: isoTime(row.createdAt),
    updated_at: isoTime(row.updatedAt),
  });
}

/** Refusal of a time order that no event can have. */
export const ENDS_BEFORE_START: Refusal = {
  code: "invalid_request",
  errors: [{ path: "/ends_at", message: "must not be before starts_at" }],
};
