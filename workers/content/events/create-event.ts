/** A new event in a workspace. */
import { drizzle } from "drizzle-orm/d1";
import type { CreateEventInput, Event } from "#shared/content/events.ts";
import { eventIdSchema, newId } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { events } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { resolveWorkspace } from "../reach.ts";
import { ENDS_BEFORE_START, type EventRow, toEvent } from "./event-rows.ts";

/** Refusals: those of the workspace, and `invalid_request` when it would end before it starts. */
export async function createEvent(
  deps: ContentDeps,
  principal: Principal,
  input: CreateEventInput,
): Promise<Result<Event, Refusal>> {
  const workspace = resolveWorkspace(principal, input.workspace);
  if (!workspace.ok) return workspace;
  const endsAt = input.ends_at ?? null;
  if (endsAt !== null && endsAt < input.starts_at) return err(ENDS_BEFORE_START);
  const row: EventRow = {
    id: newId(eventIdSchema, "evt", deps.mint),
    workspaceId: workspace.value,
    title: input.title,
    venue: input.venue ?? null,
    startsAt: input.starts_at,
    endsAt,
    status: input.status,
    notes: input.notes ?? null,
    createdAt: deps.now,
    updatedAt: deps.now,
  };
  await drizzle(deps.db).insert(events).values(row);
  return ok(toEvent(row));
}
