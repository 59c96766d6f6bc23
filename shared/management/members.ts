/** Who belongs to a workspace, on the wire. */
import { z } from "zod";
import { appIdSchema, keyIdSchema, userIdSchema } from "../ids.ts";
import { pageSchema } from "../paging.ts";
import { propagationSchema } from "../propagation.ts";
import { roleSchema } from "../scope-schema.ts";

export const memberSchema = z
  .object({
    user: z.object({ id: userIdSchema, name: z.string(), email: z.string() }),
    role: roleSchema,
    joined_at: z.iso.datetime(),
    keys: z
      .int()
      .nullable()
      .meta({ description: "How many of their keys reach the workspace; null unless you run the workspace." }),
    last_active_at: z.iso.datetime().nullable().meta({
      description:
        "When they last used the dashboard, or a key or an app that reaches the workspace; null unless you run the workspace.",
    }),
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

export const changeMemberSchema = z.strictObject({ role: roleSchema }).meta({ id: "ChangeMember" });

export const changedMemberSchema = z
  .object({ member: memberSchema, propagation: propagationSchema })
  .meta({ id: "ChangedMember" });
export type ChangedMember = z.infer<typeof changedMemberSchema>;

export const removedMemberSchema = z
  .object({
    removed: z.literal(true),
    user_id: userIdSchema,
    keys: z
      .array(z.object({ id: keyIdSchema, name: z.string(), hint: z.string() }))
      .meta({ description: "Their keys that reached the workspace until now." }),
    apps: z
      .array(z.object({ id: appIdSchema, name: z.string() }))
      .meta({ description: "Their connected apps that reached it." }),
    propagation: propagationSchema,
  })
  .meta({ id: "RemovedMember" });
export type RemovedMember = z.infer<typeof removedMemberSchema>;
