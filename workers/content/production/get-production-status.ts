/** How the production of an event stands: counts, what is blocked, what is overdue, what else is to be done. */
import { and, asc, count, eq, type SQL, sql } from "drizzle-orm";
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import { STATUS_ITEMS_MAX } from "#shared/content/limits.ts";
import {
  type GetProductionStatusInput,
  PRODUCTION_STATUSES,
  type ProductionStatus,
  productionStatusSchema,
} from "#shared/content/production.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { productionItems } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { type EventRow, findEvent, toEvent } from "../events/event-rows.ts";
import { DUE_ORDER, overdueAt, toItem } from "./item-rows.ts";

/** One moment's picture, read in one batch. Refusals: `not_found`. */
export async function getProductionStatus(
  deps: ContentDeps,
  principal: Principal,
  input: GetProductionStatusInput,
): Promise<Result<ProductionStatus, Refusal>> {
  const event = await findEvent(deps, principal, input.event);
  if (!event.ok) return event;
  const db = drizzle(deps.db);
  const overdue = overdueAt(deps.now);
  const [groups, blockedRows, overdueRows, upcomingRows] = await db.batch([
    db
      .select({ status: productionItems.status, items: count(), overdue: sql<number>`sum(${overdue})` })
      .from(productionItems)
      .where(eq(productionItems.eventId, input.event))
      .groupBy(productionItems.status),
    itemsOf(db, input.event, eq(productionItems.status, "blocked")),
    itemsOf(db, input.event, overdue),
    itemsOf(db, input.event, sql`${productionItems.status} NOT IN ('blocked', 'done') AND NOT ${overdue}`),
  ]);
  const counts = new Map<string, number>(groups.map(({ status, items }) => [status, items]));
  return ok(
    productionStatusSchema.parse({
      event: eventHeading(event.value),
      total: groups.reduce((sum, { items }) => sum + items, 0),
      counts: Object.fromEntries(PRODUCTION_STATUSES.map((status) => [status, counts.get(status) ?? 0])),
      overdue_total: groups.reduce((sum, group) => sum + group.overdue, 0),
      blocked: blockedRows.map(toItem),
      overdue: overdueRows.map(toItem),
      upcoming: upcomingRows.map(toItem),
    }),
  );
}

function itemsOf(db: DrizzleD1Database, eventId: string, condition: SQL) {
  return db
    .select()
    .from(productionItems)
    .where(and(eq(productionItems.eventId, eventId), condition))
    .orderBy(asc(DUE_ORDER), asc(productionItems.id))
    .limit(STATUS_ITEMS_MAX);
}

function eventHeading(row: EventRow): ProductionStatus["event"] {
  const { id, title, status, starts_at } = toEvent(row);
  return { id, title, status, starts_at };
}
