/**
 * One run of an automation: its webhook is called once, and the run is recorded before and after. Not idempotent by
 * design: running twice with the same input is two runs, each with an id that the webhook can tell apart.
 */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { AutomationRun, RunAutomationInput } from "#shared/content/automations.ts";
import { isoTime } from "#shared/content/times.ts";
import { automationRunIdSchema, newId } from "#shared/ids.ts";
import { WEBHOOK_TIMEOUT_MS } from "#shared/limits.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { automationRuns } from "#workers/db/content-schema.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import type { AutomationDeps } from "../deps.ts";
import { type AutomationRow, findAutomation, inputSchemaOf } from "./automation-rows.ts";
import { callWebhook, type WebhookOutcome } from "./call-webhook.ts";
import { checkRunInput } from "./check-run-input.ts";
import { type RunRow, toRun } from "./run-rows.ts";
import { signatureHeader, signingSecret } from "./signature.ts";
import { rulesOf } from "./webhook-url.ts";

/**
 * A webhook that fails is a run that failed, not a refusal. Refusals: `not_found`, and `invalid_request` for an input
 * that does not match the automation's schema; nothing is recorded or called then.
 */
export async function runAutomation(
  deps: AutomationDeps,
  principal: Principal,
  input: RunAutomationInput,
): Promise<Result<AutomationRun, Refusal>> {
  const found = await findAutomation(deps, principal, input.id);
  if (!found.ok) return found;
  const matching = checkRunInput(input.input, inputSchemaOf(found.value));
  if (!matching.ok) return matching;
  const started = startedRun(deps, principal, found.value);
  await drizzle(deps.db).insert(automationRuns).values(started);
  const outcome = await callSigned(deps, found.value, { runId: started.id, input: input.input });
  const ended: RunRow = {
    ...started,
    ...outcome,
    status: outcome.error === null ? "succeeded" : "failed",
    durationMs: Math.max(0, deps.clock() - started.startedAt),
  };
  await settle(deps, ended);
  return ok(toRun(ended));
}

function startedRun(deps: AutomationDeps, principal: Principal, automation: AutomationRow): RunRow {
  return {
    id: newId(automationRunIdSchema, "run", deps.mint),
    automationId: automation.id,
    credentialId: principal.credential.id,
    status: "running",
    startedAt: deps.clock(),
    durationMs: null,
    responseStatus: null,
    responseExcerpt: null,
    error: null,
  };
}

type Run = { readonly runId: string; readonly input: Record<string, unknown> };

/** Signs under the pepper and, while it is being rotated, under the previous one as well. */
async function callSigned(deps: AutomationDeps, automation: AutomationRow, run: Run): Promise<WebhookOutcome> {
  const { pepper, pepperPrevious } = deps.settings;
  const peppers = pepperPrevious === null ? [pepper] : [pepper, pepperPrevious];
  const secrets = await Promise.all(peppers.map((one) => signingSecret(one, automation.id)));
  const sentAt = deps.clock();
  const body = JSON.stringify({
    automation_id: automation.id,
    run_id: run.runId,
    sent_at: isoTime(sentAt),
    input: run.input,
  });
  return callWebhook({
    fetch: deps.fetch,
    url: automation.url,
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "Latchkey-Webhook/1",
      "Latchkey-Run-Id": run.runId,
      "Latchkey-Signature": await signatureHeader(secrets, body, sentAt),
    },
    body,
    rules: rulesOf(deps.settings),
    hidden: secrets,
    timeoutMs: WEBHOOK_TIMEOUT_MS,
  });
}

/** The webhook has been called, which can't be undone: the answer says so even when the record can't be completed. */
async function settle(deps: AutomationDeps, run: RunRow): Promise<void> {
  try {
    await drizzle(deps.db).update(automationRuns).set(run).where(eq(automationRuns.id, run.id));
  } catch (thrown) {
    // NOTE: drizzle's own error repeats the statement with its values, the webhook's answer among them.
    const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
    logEvent("error", "run_not_settled", { run_id: run.id, error: describeError(cause) });
  }
}
