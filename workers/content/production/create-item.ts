/** A new production item of an event. */
import { drizzle } from "drizzle-orm/d1";
import type { CreateItemInput, ProductionItem } from "#shared/content/production.ts";
import { newId, productionItemIdSchema } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { productionItems } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { findEvent } from "../events/event-rows.ts";
import { resolveWorkspace } from "../reach.ts";
import { type ItemRow, toItem } from "./item-rows.ts";

/**
 * The workspace is that of the event; naming one is only a check. Refusals: `not_found`, for a workspace or an event out
 * of reach, or an event that is not of the workspace named.
 */
export async function createItem(
  deps: ContentDeps,
  principal: Principal,
  input: CreateItemInput,
): Promise<Result<ProductionItem, Refusal>> {
  const event = await findEvent(deps, principal, input.event_id);
  if (!event.ok) return event;
  const { workspaceId } = event.value;
  const workspace = resolveWorkspace(principal, input.workspace ?? workspaceId);
  if (!workspace.ok) return workspace;
  if (workspace.value !== workspaceId) return err({ code: "not_found", what: "event" });
  const row: ItemRow = {
    id: newId(productionItemIdSchema, "itm", deps.mint),
    workspaceId,
    eventId: input.event_id,
    department: input.department,
    title: input.title,
    status: input.status,
    dueAt: input.due_at ?? null,
    assignee: input.assignee ?? null,
    note: input.note ?? null,
    createdAt: deps.now,
    updatedAt: deps.now,
  };
  await drizzle(deps.db).insert(productionItems).values(row);
  return ok(toItem(row));
}
