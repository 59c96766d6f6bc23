/** One production item. */
import type { ItemRef, ProductionItem } from "#shared/content/production.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import type { ContentDeps } from "../deps.ts";
import { findItem, toItem } from "./item-rows.ts";

/** Refusals: `not_found`. */
export async function getItem(
  deps: ContentDeps,
  principal: Principal,
  { id }: ItemRef,
): Promise<Result<ProductionItem, Refusal>> {
  const found = await findItem(deps, principal, id);
  return found.ok ? ok(toItem(found.value)) : found;
}
