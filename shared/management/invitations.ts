/** Invitations to a workspace, on the wire. Their links are accepted on a page, not through the API. */
import { z } from "zod";
import { invitationIdSchema, userIdSchema } from "../ids.ts";
import { pageSchema } from "../paging.ts";
import { roleSchema } from "../scope-schema.ts";

export const invitationSchema = z
  .object({
    id: invitationIdSchema,
    email: z.string(),
    role: roleSchema,
    status: z.enum(["pending", "expired"]),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    invited_by: z.object({ id: userIdSchema, name: z.string() }),
  })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof invitationSchema>;

export const invitationPageSchema = pageSchema(invitationSchema).meta({ id: "InvitationPage" });

export const inviteSchema = z
  .strictObject({
    email: z.email("expected an e-mail address").max(254).toLowerCase(),
    role: roleSchema.default("member"),
  })
  .meta({ id: "Invite" });
export type Invite = z.infer<typeof inviteSchema>;

export const sentInvitationSchema = z
  .object({
    invitation: invitationSchema,
    url: z.url().meta({ description: "The link to send. It is shown here and nowhere else." }),
  })
  .meta({ id: "SentInvitation" });
export type SentInvitation = z.infer<typeof sentInvitationSchema>;

export const withdrawnInvitationSchema = z
  .object({ withdrawn: z.literal(true), id: invitationIdSchema })
  .meta({ id: "WithdrawnInvitation" });
export type WithdrawnInvitation = z.infer<typeof withdrawnInvitationSchema>;
