/** The end of an automation; the record of its runs goes with it (foreign keys of the schema). */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { AutomationRef } from "#shared/content/automations.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { automations } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { findAutomation } from "./automation-rows.ts";

/** Refusals: `not_found`, the second time too. */
export async function deleteAutomation(
  deps: ContentDeps,
  principal: Principal,
  { id }: AutomationRef,
): Promise<Result<AutomationRef, Refusal>> {
  const found = await findAutomation(deps, principal, id);
  if (!found.ok) return found;
  await drizzle(deps.db).delete(automations).where(eq(automations.id, id));
  return ok({ id });
}
