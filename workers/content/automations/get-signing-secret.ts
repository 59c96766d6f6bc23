/** The secret that a webhook checks our signatures with. */
import type { AutomationRef, SigningSecret } from "#shared/content/automations.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import type { AutomationDeps } from "../deps.ts";
import { findAutomation } from "./automation-rows.ts";
import { signingSecret } from "./signature.ts";

/** Derived anew each time. Refusals: `not_found`. */
export async function getSigningSecret(
  deps: AutomationDeps,
  principal: Principal,
  { id }: AutomationRef,
): Promise<Result<SigningSecret, Refusal>> {
  const found = await findAutomation(deps, principal, id);
  if (!found.ok) return found;
  return ok({ signing_secret: await signingSecret(deps.settings.pepper, id) });
}
