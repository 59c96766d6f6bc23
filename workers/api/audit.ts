/** `GET /v1/audit`: who did what, when, from where. */
import { auditPageSchema, listAuditSchema } from "#shared/management/audit.ts";
import { listAudit } from "#workers/audit/list-audit.ts";
import { reply } from "#workers/http/problem.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

export const auditRoutes = router().openapi(
  route({
    access: "keys:manage",
    method: "get",
    path: "/v1/audit",
    summary: "Read the audit log",
    description: "Your own acts, and those that concern a workspace you own or administer; newest first.",
    tags: ["Audit"],
    request: { query: listAuditSchema },
    responses: { 200: { description: "A page of entries.", ...json(auditPageSchema) } },
  }),
  async (c) => reply(c, await listAudit(c.env.DB, c.get("principal").userId, c.req.valid("query")), 200),
);
