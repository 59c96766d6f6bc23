/** Changes of an event; what is not given stays. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Event, UpdateEventInput } from "#shared/content/events.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { events } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { ENDS_BEFORE_START, findEvent, toEvent } from "./event-rows.ts";

/** Refusals: `not_found`, and `invalid_request` when it would end before it starts. */
export async function updateEvent(
  deps: ContentDeps,
  principal: Principal,
  input: UpdateEventInput,
): Promise<Result<Event, Refusal>> {
  const found = await findEvent(deps, principal, input.id);
  if (!found.ok) return found;
  const [row] = await drizzle(deps.db)
    .update(events)
    .set({
      title: input.title,
      venue: input.venue,
      startsAt: input.starts_at,
      endsAt: input.ends_at,
      status: input.status,
      notes: input.notes,
      updatedAt: deps.now,
    })
    .where(and(eq(events.id, input.id), staysInOrder(input)))
    .returning();
  if (row !== undefined) return ok(toEvent(row));
  const still = await findEvent(deps, principal, input.id);
  return still.ok ? err(ENDS_BEFORE_START) : still;
}

/** A condition of the statement itself, so that two partial updates at once can't put the end before the start. */
function staysInOrder(input: UpdateEventInput): SQL {
  const startsAt = input.starts_at === undefined ? sql`${events.startsAt}` : sql`${input.starts_at}`;
  const endsAt = input.ends_at === undefined ? sql`${events.endsAt}` : sql`${input.ends_at}`;
  return sql`coalesce(${endsAt} >= ${startsAt}, 1)`;
}
