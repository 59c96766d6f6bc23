/** One event. */
import type { Event, EventRef } from "#shared/content/events.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import type { ContentDeps } from "../deps.ts";
import { findEvent, toEvent } from "./event-rows.ts";

/** Refusals: `not_found`. */
export async function getEvent(
  deps: ContentDeps,
  principal: Principal,
  { id }: EventRef,
): Promise<Result<Event, Refusal>> {
  const found = await findEvent(deps, principal, id);
  return found.ok ? ok(toEvent(found.value)) : found;
}
