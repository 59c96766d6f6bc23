/** Changes of a production item; what is not given stays. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { ProductionItem, UpdateItemInput } from "#shared/content/production.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { productionItems } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { inReach } from "../reach.ts";
import { findItem, toItem } from "./item-rows.ts";

/** Refusals: `not_found`. */
export async function updateItem(
  deps: ContentDeps,
  principal: Principal,
  input: UpdateItemInput,
): Promise<Result<ProductionItem, Refusal>> {
  const found = await findItem(deps, principal, input.id);
  if (!found.ok) return found;
  const [row] = await drizzle(deps.db)
    .update(productionItems)
    .set({
      department: input.department,
      title: input.title,
      status: input.status,
      dueAt: input.due_at,
      assignee: input.assignee,
      note: input.note,
      updatedAt: deps.now,
    })
    .where(eq(productionItems.id, input.id))
    .returning();
  const updated = inReach(principal, row, "production item");
  return updated.ok ? ok(toItem(updated.value)) : updated;
}
