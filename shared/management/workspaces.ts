/** Workspaces and who belongs to them, on the wire. */
import { z } from "zod";
import { userIdSchema, workspaceIdSchema } from "../ids.ts";
import { cursorSchema, limitTextSchema, pageSchema } from "../paging.ts";
import { propagationSchema } from "../propagation.ts";
import { roleSchema } from "../scope-schema.ts";
import { nameSchema } from "../text.ts";

export const pageQuerySchema = z.strictObject({ limit: limitTextSchema, cursor: cursorSchema });
export type PageQuery = z.infer<typeof pageQuerySchema>;

export const workspaceSchema = z
  .object({ id: workspaceIdSchema, name: z.string(), role: roleSchema, created_at: z.iso.datetime() })
  .meta({ id: "Workspace" });
export type Workspace = z.infer<typeof workspaceSchema>;

export const workspacePageSchema = pageSchema(workspaceSchema).meta({ id: "WorkspacePage" });

export const createWorkspaceSchema = z.strictObject({ name: nameSchema }).meta({ id: "CreateWorkspace" });

export const memberSchema = z
  .object({
    user: z.object({ id: userIdSchema, name: z.string(), email: z.string() }),
    role: roleSchema,
    joined_at: z.iso.datetime(),
  })
  .meta({ id: "Member" });
export type Member = z.infer<typeof memberSchema>;

export const memberPageSchema = pageSchema(memberSchema).meta({ id: "MemberPage" });

export const addMemberSchema = z
  .strictObject({
    user_id: userIdSchema.optional(),
    email: z.email("expected an e-mail address").max(254).optional(),
    role: roleSchema.default("member"),
  })
  .refine((member) => (member.user_id === undefined) !== (member.email === undefined), {
    message: "say who: `user_id` or `email`, one of them",
  })
  .meta({ id: "AddMember" });
export type AddMember = z.infer<typeof addMemberSchema>;

export const removedMemberSchema = z
  .object({ removed: z.literal(true), user_id: userIdSchema, propagation: propagationSchema })
  .meta({ id: "RemovedMember" });
export type RemovedMember = z.infer<typeof removedMemberSchema>;
