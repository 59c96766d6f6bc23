/** `GET /v1/audit`: who did what, when, from where; and the same as a file. */
import { z } from "zod";
import { AUDIT_EXPORT_ROWS_MAX } from "#shared/limits.ts";
import { auditPageSchema, exportAuditSchema, listAuditSchema } from "#shared/management/audit.ts";
import { exportAudit } from "#workers/audit/export-audit.ts";
import { listAudit } from "#workers/audit/list-audit.ts";
import { problem, reply } from "#workers/http/problem.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Audit"];

export const auditRoutes = router()
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/audit",
      summary: "Read the audit log",
      description:
        "Your own acts, and those that concern your keys or a workspace you own or administer; newest first.",
      tags,
      request: { query: listAuditSchema },
      responses: { 200: { description: "A page of entries.", ...json(auditPageSchema) } },
    }),
    async (c) => reply(c, await listAudit(c.env.DB, c.get("principal").userId, c.req.valid("query")), 200),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/audit/export",
      summary: "Download the audit log",
      description: `What the list shows, as CSV (RFC 4180) with a header line. A cell that a spreadsheet would run as a
formula begins with an apostrophe. At most ${AUDIT_EXPORT_ROWS_MAX} entries, the newest: the name of the file says so when
there are more. Use \`from\` and \`to\` for the rest. A file that breaks off is not complete.`.replaceAll("\n", " "),
      tags,
      request: { query: exportAuditSchema },
      responses: { 200: { description: "The file.", content: { "text/csv": { schema: z.string() } } } },
    }),
    async (c) => {
      const { format: _csv, ...filters } = c.req.valid("query");
      const exported = await exportAudit(c.env.DB, { viewer: c.get("principal").userId, filters });
      if (!exported.ok) return problem(c, exported.error);
      const { csv, isWhole } = exported.value;
      c.header("Content-Type", "text/csv; charset=utf-8; header=present");
      c.header("Content-Disposition", `attachment; filename="${fileName(new Date(), isWhole)}"`);
      return c.body(csv, 200);
    },
  );

function fileName(now: Date, isWhole: boolean): string {
  const day = now.toISOString().slice(0, 10);
  return `latchkey-audit-${day}${isWhole ? "" : `-newest-${AUDIT_EXPORT_ROWS_MAX}`}.csv`;
}
