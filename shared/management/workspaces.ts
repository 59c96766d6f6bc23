/** Workspaces and who belongs to them, on the wire. */
import { z } from "zod";
import { userIdSchema, workspaceIdSchema } from "../ids.ts";
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from "../limits.ts";
import { propagationSchema } from "../propagation.ts";
import { roleSchema } from "../scopes.ts";
import { nameSchema } from "../text.ts";

const limit = z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT);
const cursor = z.string().min(1).max(1000).optional();

export const pageQuerySchema = z.strictObject({ limit, cursor });
export type PageQuery = z.infer<typeof pageQuerySchema>;

export const workspaceSchema = z
  .object({ id: workspaceIdSchema, name: z.string(), role: roleSchema, created_at: z.iso.datetime() })
  .meta({ id: "Workspace" });
export type Workspace = z.infer<typeof workspaceSchema>;

export const workspacePageSchema = z
  .object({ data: z.array(workspaceSchema), next_cursor: z.string().nullable() })
  .meta({ id: "WorkspacePage" });
export type WorkspacePage = z.infer<typeof workspacePageSchema>;

export const createWorkspaceSchema = z.strictObject({ name: nameSchema }).meta({ id: "CreateWorkspace" });

export const memberSchema = z
  .object({
    user: z.object({ id: userIdSchema, name: z.string(), email: z.string() }),
    role: roleSchema,
    joined_at: z.iso.datetime(),
  })
  .meta({ id: "Member" });
export type Member = z.infer<typeof memberSchema>;

export const memberPageSchema = z
  .object({ data: z.array(memberSchema), next_cursor: z.string().nullable() })
  .meta({ id: "MemberPage" });
export type MemberPage = z.infer<typeof memberPageSchema>;

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
