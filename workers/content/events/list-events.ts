/** The events of a workspace, the earliest or the latest first. */
import { and, asc, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { EventOrder, EventPage, ListEventsInput } from "#shared/content/events.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { events } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { resolveWorkspace } from "../reach.ts";
import { toEvent } from "./event-rows.ts";

/** The order is in the list's name, so that a cursor of the one is none of the other. */
const positionSchemas = {
  starts_at: z.tuple([z.literal("events"), z.number(), z.string()]),
  "-starts_at": z.tuple([z.literal("events-latest"), z.number(), z.string()]),
} as const satisfies Record<EventOrder, z.ZodType>;

type Input = ListEventsInput & { readonly sort?: EventOrder };

/** Filters are joined by AND. Refusals: those of the workspace, and `invalid_request` for a bad cursor. */
export async function listEvents(
  deps: ContentDeps,
  principal: Principal,
  input: Input,
): Promise<Result<EventPage, Refusal>> {
  const workspace = resolveWorkspace(principal, input.workspace);
  if (!workspace.ok) return workspace;
  const { sort = "starts_at" } = input;
  const position = readPosition<Position>(input.cursor, positionSchemas[sort]);
  if (!position.ok) return position;
  const direction = sort === "starts_at" ? asc : desc;
  const rows = await drizzle(deps.db)
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, workspace.value), after(position.value), ...filters(input)))
    .orderBy(direction(events.startsAt), direction(events.id))
    .limit(input.limit + 1);
  const list = sort === "starts_at" ? "events" : "events-latest";
  return ok(toPage(rows, { limit: input.limit, item: toEvent, place: (row) => [list, row.startsAt, row.id] }));
}

type Position = z.output<(typeof positionSchemas)[EventOrder]>;

function after(position: Position | null): SQL | undefined {
  if (position === null) return undefined;
  const [list, startsAt, id] = position;
  const place = sql`(${events.startsAt}, ${events.id})`;
  return list === "events" ? sql`${place} > (${startsAt}, ${id})` : sql`${place} < (${startsAt}, ${id})`;
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
