/** `/v1/workspaces/{id}/invitations`: who is asked to join. Links are accepted on a page of their own. */
import { z } from "zod";
import { invitationIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import {
  invitationPageSchema,
  inviteSchema,
  sentInvitationSchema,
  withdrawnInvitationSchema,
} from "#shared/management/invitations.ts";
import { pageQuerySchema } from "#shared/management/workspaces.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { reply } from "#workers/http/problem.ts";
import { invite } from "#workers/workspaces/invite.ts";
import { listInvitations } from "#workers/workspaces/list-invitations.ts";
import { resendInvitation } from "#workers/workspaces/resend-invitation.ts";
import { withdrawInvitation } from "#workers/workspaces/withdraw-invitation.ts";
import { actOf } from "./act-of.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Invitations"];
const params = z.object({ id: workspaceIdSchema });
const invitationParams = params.extend({ invitationId: invitationIdSchema });

export const invitationRoutes = router()
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/workspaces/{id}/invitations",
      summary: "List invitations",
      description: "Those that nobody has accepted, pending and expired. For owners and admins.",
      tags,
      request: { params, query: pageQuerySchema },
      responses: { 200: { description: "A page of invitations.", ...json(invitationPageSchema) } },
    }),
    async (c) => reply(c, await listInvitations(actOf(c), c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/workspaces/{id}/invitations",
      summary: "Invite somebody",
      description:
        "Nothing is sent: pass on the `url`, which is shown once and works for seven days. Only owners invite owners.",
      tags,
      request: { params, body: { required: true, ...json(inviteSchema) } },
      responses: { 201: { description: "The invitation and its link.", ...json(sentInvitationSchema) } },
    }),
    async (c) => {
      const where = { workspaceId: c.req.valid("param").id, origin: originOf(c) };
      return reply(c, await invite(actOf(c), where, c.req.valid("json")), 201);
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/workspaces/{id}/invitations/{invitationId}/resend",
      summary: "Renew an invitation",
      description: "A new link for seven more days; the one before stops working.",
      tags,
      request: { params: invitationParams },
      responses: { 201: { description: "The invitation and its new link.", ...json(sentInvitationSchema) } },
    }),
    async (c) => {
      const { id: workspaceId, invitationId: id } = c.req.valid("param");
      return reply(c, await resendInvitation(actOf(c), { workspaceId, id }, originOf(c)), 201);
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "delete",
      path: "/v1/workspaces/{id}/invitations/{invitationId}",
      summary: "Withdraw an invitation",
      description: "Its link stops working at once.",
      tags,
      request: { params: invitationParams },
      responses: { 200: { description: "Withdrawn.", ...json(withdrawnInvitationSchema) } },
    }),
    async (c) => {
      const { id: workspaceId, invitationId: id } = c.req.valid("param");
      return reply(c, await withdrawInvitation(actOf(c), { workspaceId, id }), 200);
    },
  );

function originOf(c: AppContext): string {
  return new URL(c.req.url).origin;
}
