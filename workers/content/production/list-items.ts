/** The production items of a workspace, what is due first first. */
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import type { ListItemsInput, ProductionItemPage } from "#shared/content/production.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { NEVER_DUE_MS, productionItems } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { resolveWorkspace } from "../reach.ts";
import { DUE_ORDER, overdueAt, toItem } from "./item-rows.ts";

const positionSchema = z.tuple([z.literal("items"), z.number(), z.string()]);

/** Filters are joined by AND. Refusals: those of the workspace, and `invalid_request` for a bad cursor. */
export async function listItems(
  deps: ContentDeps,
  principal: Principal,
  input: ListItemsInput,
): Promise<Result<ProductionItemPage, Refusal>> {
  const workspace = resolveWorkspace(principal, input.workspace);
  if (!workspace.ok) return workspace;
  const position = readPosition(input.cursor, positionSchema);
  if (!position.ok) return position;
  const rows = await drizzle(deps.db)
    .select()
    .from(productionItems)
    .where(and(eq(productionItems.workspaceId, workspace.value), after(position.value), ...filters(input, deps.now)))
    .orderBy(asc(DUE_ORDER), asc(productionItems.id))
    .limit(input.limit + 1);
  return ok(
    toPage(rows, {
      limit: input.limit,
      item: toItem,
      place: (row) => ["items", row.dueAt ?? NEVER_DUE_MS, row.id],
    }),
  );
}

function after(position: z.output<typeof positionSchema> | null): SQL | undefined {
  if (position === null) return undefined;
  return sql`(${DUE_ORDER}, ${productionItems.id}) > (${position[1]}, ${position[2]})`;
}

function filters(input: ListItemsInput, now: EpochMs): (SQL | undefined)[] {
  const { event, status, department, assignee, overdue } = input;
  return [
    event && eq(productionItems.eventId, event),
    status && eq(productionItems.status, status),
    department === undefined ? undefined : sql`lower(${productionItems.department}) = lower(${department})`,
    assignee === undefined ? undefined : sql`lower(${productionItems.assignee}) = lower(${assignee})`,
    overdue === undefined ? undefined : sql`${overdueAt(now)} = ${overdue ? 1 : 0}`,
  ];
}
