/** What an automation may be: an address that may be called, and a schema that can be evaluated. Pure. */
import type { FieldError, Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { inputSchemaErrors } from "./input-schema.ts";
import { checkWebhookUrl, type WebhookRules } from "./webhook-url.ts";

type Checked = {
  readonly url?: string | undefined;
  readonly input_schema?: Record<string, unknown> | undefined;
};

/** Checks the fields that are given; `invalid_request` names each that is wrong. */
export function checkAutomation(fields: Checked, rules: WebhookRules): Result<null, Refusal> {
  const errors: FieldError[] = [];
  if (fields.url !== undefined) {
    const url = checkWebhookUrl(fields.url, rules);
    if (!url.ok) errors.push({ path: "/url", message: url.error });
  }
  if (fields.input_schema !== undefined) errors.push(...inputSchemaErrors(fields.input_schema));
  return errors.length === 0 ? ok(null) : err({ code: "invalid_request", errors });
}
