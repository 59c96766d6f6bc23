/** The audit log on the wire. */
import { z } from "zod";
import { auditIdSchema, userIdSchema, workspaceIdSchema } from "../ids.ts";
import { cursorSchema, limitTextSchema, pageSchema } from "../paging.ts";

const timeSchema = z.iso.datetime({ offset: true, error: "expected a time like 2027-01-31T12:00:00Z" });

const filters = {
  action: z
    .string()
    .max(80)
    .regex(/^[a-z_]+\.(?:[a-z_]+)?$/, "expected an action like key.revoked, or the start of some like key.")
    .optional()
    .meta({ description: "An action, or with a dot at its end every action that starts so: `key.`." }),
  target: z.string().max(80).optional().meta({ description: "The id of what was acted on." }),
  actor: userIdSchema.optional(),
  workspace: workspaceIdSchema.optional(),
  from: timeSchema.optional().meta({ description: "At this time or later." }),
  to: timeSchema.optional().meta({ description: "Before this time." }),
};

export const listAuditSchema = z.strictObject({ ...filters, limit: limitTextSchema, cursor: cursorSchema });
export type ListAudit = z.infer<typeof listAuditSchema>;

const auditFiltersSchema = z.strictObject(filters);
/** Which entries of the log are wanted. */
export type AuditFilters = z.infer<typeof auditFiltersSchema>;

export const exportAuditSchema = auditFiltersSchema.extend({ format: z.enum(["csv"]).default("csv") });

export const auditEntrySchema = z
  .object({
    id: auditIdSchema,
    at: z.iso.datetime(),
    action: z.string(),
    actor: z.object({ user_id: userIdSchema, name: z.string().nullable(), credential_id: z.string().nullable() }),
    target: z.object({
      type: z.string(),
      id: z.string(),
      name: z.string().nullable().meta({ description: "As it is called now, or was then when it is gone." }),
    }),
    detail: z
      .record(z.string(), z.unknown())
      .meta({ description: "What changed, with `before` where it was something else; never a secret." }),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    request_id: z.string(),
  })
  .meta({ id: "AuditEntry" });
export type AuditLogEntry = z.infer<typeof auditEntrySchema>;

export const auditPageSchema = pageSchema(auditEntrySchema).meta({ id: "AuditPage" });
