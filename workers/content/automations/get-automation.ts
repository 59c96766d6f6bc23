/** One automation. */
import type { Automation, AutomationRef } from "#shared/content/automations.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import type { ContentDeps } from "../deps.ts";
import { findAutomation, toAutomation } from "./automation-rows.ts";

/** Refusals: `not_found`. */
export async function getAutomation(
  deps: ContentDeps,
  principal: Principal,
  { id }: AutomationRef,
): Promise<Result<Automation, Refusal>> {
  const found = await findAutomation(deps, principal, id);
  return found.ok ? ok(toAutomation(found.value, principal)) : found;
}
