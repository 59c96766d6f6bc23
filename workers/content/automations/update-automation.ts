/** Changes of an automation; what is not given stays, the signing secret always does. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Automation, UpdateAutomationInput } from "#shared/content/automations.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { automations } from "#workers/db/content-schema.ts";
import type { AutomationDeps } from "../deps.ts";
import { inReach } from "../reach.ts";
import { findAutomation, toAutomation } from "./automation-rows.ts";
import { checkAutomation } from "./check-automation.ts";
import { rulesOf } from "./webhook-url.ts";

/** Refusals: `not_found`, and `invalid_request` for an address or a schema that is not acceptable. */
export async function updateAutomation(
  deps: AutomationDeps,
  principal: Principal,
  input: UpdateAutomationInput,
): Promise<Result<Automation, Refusal>> {
  const found = await findAutomation(deps, principal, input.id);
  if (!found.ok) return found;
  const checked = checkAutomation(input, rulesOf(deps.settings));
  if (!checked.ok) return checked;
  const [row] = await drizzle(deps.db)
    .update(automations)
    .set({
      name: input.name,
      description: input.description,
      inputSchema: input.input_schema && JSON.stringify(input.input_schema),
      url: input.url,
      updatedAt: deps.now,
    })
    .where(eq(automations.id, input.id))
    .returning();
  const updated = inReach(principal, row, "automation");
  return updated.ok ? ok(toAutomation(updated.value, principal)) : updated;
}
