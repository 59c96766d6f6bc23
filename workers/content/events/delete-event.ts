/** The end of an event: its production items go with it, its documents stay without it (foreign keys of the schema). */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { EventRef } from "#shared/content/events.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { events } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { findEvent } from "./event-rows.ts";

/** Refusals: `not_found`, the second time too. */
export async function deleteEvent(
  deps: ContentDeps,
  principal: Principal,
  { id }: EventRef,
): Promise<Result<EventRef, Refusal>> {
  const found = await findEvent(deps, principal, id);
  if (!found.ok) return found;
  await drizzle(deps.db).delete(events).where(eq(events.id, id));
  return ok({ id });
}
