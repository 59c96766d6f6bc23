/** The audit log on the wire. */
import { z } from "zod";
import { auditIdSchema, userIdSchema, workspaceIdSchema } from "../ids.ts";
import { cursorSchema, limitTextSchema, pageSchema } from "../paging.ts";

export const listAuditSchema = z.strictObject({
  action: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]+$/, "expected an action like key.revoked")
    .optional(),
  target: z.string().max(80).optional().meta({ description: "The id of what was acted on." }),
  actor: userIdSchema.optional(),
  workspace: workspaceIdSchema.optional(),
  limit: limitTextSchema,
  cursor: cursorSchema,
});
export type ListAudit = z.infer<typeof listAuditSchema>;

export const auditEntrySchema = z
  .object({
    id: auditIdSchema,
    at: z.iso.datetime(),
    action: z.string(),
    actor: z.object({ user_id: userIdSchema, name: z.string().nullable(), credential_id: z.string().nullable() }),
    target: z.object({ type: z.string(), id: z.string() }),
    detail: z.record(z.string(), z.unknown()).meta({ description: "What changed; never a secret." }),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    request_id: z.string(),
  })
  .meta({ id: "AuditEntry" });
export type AuditLogEntry = z.infer<typeof auditEntrySchema>;

export const auditPageSchema = pageSchema(auditEntrySchema).meta({ id: "AuditPage" });
