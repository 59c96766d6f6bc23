/** The events of a workspace, the earliest first. */
import { and, asc, eq, lt, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { EventPage, ListEventsInput } from "#shared/content/events.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { events } from "#workers/db/schema.ts";
import type { ContentDeps } from "../deps.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { resolveWorkspace } from "../reach.ts";
import { toEvent } from "./event-rows.ts";

const positionSchema = z.tuple([z.literal("events"), z.number(), z.string()]);

/** Filters are joined by AND. Refusals: those of the workspace, and `invalid_request` for a bad cursor. */
export async function listEvents(
  deps: ContentDeps,
  principal: Principal,
  input: ListEventsInput,
): Promise<Result<EventPage, Refusal>> {
  const workspace = resolveWorkspace(principal, input.workspace);
  if (!workspace.ok) return workspace;
  const position = readPosition(input.cursor, positionSchema);
  if (!position.ok) return position;
  const rows = await drizzle(deps.db)
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, workspace.value), after(position.value), ...filters(input)))
    .orderBy(asc(events.startsAt), asc(events.id))
    .limit(input.limit + 1);
  return ok(toPage(rows, { limit: input.limit, item: toEvent, place: (row) => ["events", row.startsAt, row.id] }));
}

function after(position: z.output<typeof positionSchema> | null): SQL | undefined {
  if (position === null) return undefined;
  return sql`(${events.startsAt}, ${events.id}) > (${position[1]}, ${position[2]})`;
}

function filters({ status, from, to, query }: ListEventsInput): (SQL | undefined)[] {
  return [
    status && eq(events.status, status),
    from === undefined ? undefined : sql`coalesce(${events.endsAt}, ${events.startsAt}) >= ${from}`,
    to === undefined ? undefined : lt(events.startsAt, to),
    query === undefined ? undefined : containsText(query),
  ];
}

/**
 * NOTE: instr and not LIKE, whose patterns D1 cuts at 50 bytes and whose wildcards would need escaping. Only the case of
 * A to Z is set aside, as in all of SQLite.
 */
function containsText(query: string): SQL {
  const haystack = sql`lower(${events.title} || char(10) || coalesce(${events.venue}, '') || char(10) || coalesce(${events.notes}, ''))`;
  return sql`instr(${haystack}, lower(${query})) > 0`;
}
