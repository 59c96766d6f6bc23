/** The end of a production item. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { ItemRef } from "#shared/content/production.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { productionItems } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { findItem } from "./item-rows.ts";

/** Refusals: `not_found`, the second time too. */
export async function deleteItem(
  deps: ContentDeps,
  principal: Principal,
  { id }: ItemRef,
): Promise<Result<ItemRef, Refusal>> {
  const found = await findItem(deps, principal, id);
  if (!found.ok) return found;
  await drizzle(deps.db).delete(productionItems).where(eq(productionItems.id, id));
  return ok({ id });
}
