/** A production item between its row and the wire. */
import { eq, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { type ProductionItem, productionItemSchema } from "#shared/content/production.ts";
import { isoTime } from "#shared/content/times.ts";
import type { EpochMs } from "#shared/brand.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import { NEVER_DUE_MS, productionItems } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { inReach } from "../reach.ts";

export type ItemRow = typeof productionItems.$inferSelect;

/** SQL for the due time of an item as lists sort by it. */
export const DUE_ORDER = sql<number>`coalesce(${productionItems.dueAt}, ${sql.raw(String(NEVER_DUE_MS))})`;

/** SQL, 1 or 0: due before now and not done. */
export function overdueAt(now: EpochMs): SQL {
  return sql`(${productionItems.status} <> 'done' AND ${DUE_ORDER} < ${now})`;
}

/** The item of that id; `not_found` when there is none or it is out of reach. */
export async function findItem(deps: ContentDeps, principal: Principal, id: string): Promise<Result<ItemRow, Refusal>> {
  const [row] = await drizzle(deps.db).select().from(productionItems).where(eq(productionItems.id, id));
  return inReach(principal, row, "production item");
}

/** The row as surfaces show it. */
export function toItem(row: ItemRow): ProductionItem {
  return productionItemSchema.parse({
    id: row.id,
    workspace_id: row.workspaceId,
    event_id: row.eventId,
    department: row.department,
    title: row.title,
    status: row.status,
    due_at: row.dueAt === null ? null : isoTime(row.dueAt),
    assignee: row.assignee,
    note: row.note,
    created_at: isoTime(row.createdAt),
    updated_at: isoTime(row.updatedAt),
  });
}
