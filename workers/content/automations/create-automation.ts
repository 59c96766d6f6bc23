/** A new automation in a workspace. */
import { drizzle } from "drizzle-orm/d1";
import type { CreateAutomationInput, CreatedAutomation } from "#shared/content/automations.ts";
import { automationIdSchema, newId } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { automations } from "#workers/db/content-schema.ts";
import type { AutomationDeps } from "../deps.ts";
import { resolveWorkspace } from "../reach.ts";
import { type AutomationRow, toAutomation } from "./automation-rows.ts";
import { checkAutomation } from "./check-automation.ts";
import { signingSecret } from "./signature.ts";
import { rulesOf } from "./webhook-url.ts";

/** Refusals: those of the workspace, and `invalid_request` for an address or a schema that is not acceptable. */
export async function createAutomation(
  deps: AutomationDeps,
  principal: Principal,
  input: CreateAutomationInput,
): Promise<Result<CreatedAutomation, Refusal>> {
  const workspace = resolveWorkspace(principal, input.workspace);
  if (!workspace.ok) return workspace;
  const checked = checkAutomation(input, rulesOf(deps.settings));
  if (!checked.ok) return checked;
  const row: AutomationRow = {
    id: newId(automationIdSchema, "aut", deps.mint),
    workspaceId: workspace.value,
    name: input.name,
    description: input.description,
    inputSchema: JSON.stringify(input.input_schema),
    url: input.url,
    createdAt: deps.now,
    updatedAt: deps.now,
  };
  await drizzle(deps.db).insert(automations).values(row);
  return ok({
    automation: toAutomation(row, principal),
    signing_secret: await signingSecret(deps.settings.pepper, row.id),
  });
}
