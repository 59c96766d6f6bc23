/** Automations and their runs on the wire. */
import { z } from "zod";
import { automationIdSchema, automationRunIdSchema, userIdSchema, workspaceIdSchema } from "../ids.ts";
import { nameSchema, textSchema } from "../text.ts";
import { AUTOMATION_DESCRIPTION_LENGTH_MAX, WEBHOOK_URL_LENGTH_MAX } from "./limits.ts";
import { changesSomething, cursorSchema, limitSchema, pageSchema } from "../paging.ts";
import { timeSchema } from "./times.ts";
import { workspaceInputSchema } from "./workspaces.ts";

// NOTE: not z.json(), which would put a recursive definition into every tool's and route's schema.
const jsonValueSchema: z.ZodType<z.core.util.JSONType, z.core.util.JSONType> = z.any();
const jsonObjectSchema = z.record(z.string(), jsonValueSchema, "expected a JSON object");

export const automationSchema = z
  .strictObject({
    id: automationIdSchema,
    workspace_id: workspaceIdSchema,
    name: z.string(),
    description: z.string().meta({ description: "What it does and when to run it." }),
    input_schema: jsonObjectSchema.meta({ description: "JSON Schema (2020-12) of a run's `input`." }),
    host: z.string().meta({ description: "The host that a run calls." }),
    url: z
      .string()
      .nullable()
      .meta({ description: "The webhook. Null to credentials without `mcp:write`: such an address is a secret." }),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: "Automation" });

export const automationPageSchema = pageSchema(automationSchema).meta({ id: "AutomationPage" });

export const signingSecretSchema = z
  .strictObject({
    signing_secret: z
      .string()
      .meta({ description: "Key of the `Latchkey-Signature` header's HMAC-SHA-256, as the text it is." }),
  })
  .meta({ id: "SigningSecret" });

export const createdAutomationSchema = z
  .strictObject({ automation: automationSchema, ...signingSecretSchema.shape })
  .meta({ id: "CreatedAutomation" });

const RUN_STATUSES = ["running", "succeeded", "failed"] as const;

export const runSchema = z
  .strictObject({
    id: automationRunIdSchema,
    automation_id: automationIdSchema,
    status: z.enum(RUN_STATUSES).meta({ description: "`succeeded` when the webhook answered 2xx." }),
    started_at: timeSchema,
    duration_ms: z.int().nullable(),
    response_status: z.int().nullable(),
    response_excerpt: z.string().nullable().meta({ description: "The start of the webhook's answer, as text." }),
    error: z.string().nullable().meta({ description: "Why it failed." }),
  })
  .meta({ id: "AutomationRun" });

/** A run in an automation's history. */
const pastRunSchema = z
  .strictObject({
    ...runSchema.shape,
    started_by: z
      .strictObject({
        user: z
          .strictObject({ id: userIdSchema, name: z.string() })
          .nullable()
          .meta({ description: "Whose key, app or session it was; null when that is gone." }),
        credential: z.enum(["key", "app", "session"]),
      })
      .nullable()
      .meta({ description: "Who ran it; null for runs of before this was recorded." }),
  })
  .meta({ id: "PastAutomationRun" });

export const runPageSchema = pageSchema(pastRunSchema).meta({ id: "AutomationRunPage" });

export const listAutomationsInputSchema = z.strictObject({
  workspace: workspaceInputSchema,
  cursor: cursorSchema,
  limit: limitSchema,
});

const urlInputSchema = z
  .string("expected an https URL")
  .max(WEBHOOK_URL_LENGTH_MAX, `must be at most ${WEBHOOK_URL_LENGTH_MAX} characters`)
  .refine((text) => text.isWellFormed(), "must not have half of a surrogate pair")
  .meta({ description: "An https webhook on the public internet, such as n8n's or Make's." });

/** Without `workspace`, for surfaces that take it elsewhere. */
export const newAutomationSchema = z
  .strictObject({
    name: nameSchema,
    description: textSchema(AUTOMATION_DESCRIPTION_LENGTH_MAX).default(""),
    input_schema: jsonObjectSchema
      .default({ type: "object" })
      .meta({ description: "JSON Schema (2020-12) of a run's `input`; `type` must be `object`." }),
    url: urlInputSchema,
  })
  .meta({ id: "NewAutomation" });

export const createAutomationInputSchema = z.strictObject({
  workspace: workspaceInputSchema,
  ...newAutomationSchema.shape,
});

const patchFields = {
  name: nameSchema.optional(),
  description: textSchema(AUTOMATION_DESCRIPTION_LENGTH_MAX).optional(),
  input_schema: jsonObjectSchema.optional(),
  url: urlInputSchema.optional(),
};
const NOTHING_TO_CHANGE = `give at least one of ${Object.keys(patchFields).join(", ")}`;

export const automationPatchSchema = z
  .strictObject(patchFields)
  .refine(changesSomething, NOTHING_TO_CHANGE)
  .meta({ id: "AutomationPatch" });

export const updateAutomationInputSchema = z
  .strictObject({ id: automationIdSchema, ...patchFields })
  .refine(changesSomething, NOTHING_TO_CHANGE);

export const automationRefSchema = z.strictObject({ id: automationIdSchema });

/** Without `id`, for surfaces that take it elsewhere. */
export const newRunSchema = z
  .strictObject({
    input: jsonObjectSchema.default({}).meta({ description: "What the automation's `input_schema` describes." }),
  })
  .meta({ id: "NewAutomationRun" });

export const runAutomationInputSchema = z.strictObject({ id: automationIdSchema, ...newRunSchema.shape });

export const listRunsInputSchema = z.strictObject({
  id: automationIdSchema,
  cursor: cursorSchema,
  limit: limitSchema,
});

export type Automation = z.output<typeof automationSchema>;
export type AutomationPage = z.output<typeof automationPageSchema>;
export type SigningSecret = z.output<typeof signingSecretSchema>;
export type CreatedAutomation = z.output<typeof createdAutomationSchema>;
export type AutomationRun = z.output<typeof runSchema>;
export type PastAutomationRun = z.output<typeof pastRunSchema>;
export type AutomationRunPage = z.output<typeof runPageSchema>;
export type ListAutomationsInput = z.output<typeof listAutomationsInputSchema>;
export type CreateAutomationInput = z.output<typeof createAutomationInputSchema>;
export type UpdateAutomationInput = z.output<typeof updateAutomationInputSchema>;
export type AutomationRef = z.output<typeof automationRefSchema>;
export type RunAutomationInput = z.output<typeof runAutomationInputSchema>;
export type ListRunsInput = z.output<typeof listRunsInputSchema>;
