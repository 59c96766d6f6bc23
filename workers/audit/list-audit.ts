/** Who did what, newest first: own acts, those on own keys, and those that concern a workspace which the viewer runs. */
import { z } from "zod";
import { auditIdSchema, type UserId, userIdSchema } from "#shared/ids.ts";
import type { AuditLogEntry, ListAudit } from "#shared/management/audit.ts";
import type { Page } from "#shared/paging.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";

const positionSchema = z.tuple([z.literal("audit"), z.number(), z.string()]);

/** One page. Refusal: `invalid_request` for a cursor that is none of this list. */
export async function listAudit(
  db: D1Database,
  viewer: UserId,
  wish: ListAudit,
): Promise<Result<Page<AuditLogEntry>, Refusal>> {
  const position = readPosition(wish.cursor, positionSchema);
  if (!position.ok) return position;
  const [, at, id] = position.value ?? [null, null, null];
  const { results } = await db
    .prepare(LIST)
    .bind(
      viewer,
      wish.action ?? null,
      wish.target ?? null,
      wish.actor ?? null,
      wish.workspace ?? null,
      at,
      id,
      wish.limit + 1,
    )
    .all();
  const rows = results.map((row) => rowSchema.parse(row));
  return ok(toPage(rows, { limit: wish.limit, item: toEntry, place: (row) => ["audit", row.at, row.id] }));
}

const idsSchema = z.array(z.string());
const detailSchema = z.record(z.string(), z.unknown());

const rowSchema = z.object({
  id: auditIdSchema,
  at: z.number(),
  action: z.string(),
  actor_user_id: userIdSchema,
  actor_name: z.string().nullable(),
  actor_credential_id: z.string().nullable(),
  target_type: z.string(),
  target_id: z.string(),
  detail: z.string(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  request_id: z.string(),
  is_own: z.number(),
  run_by_viewer: z.string().transform((text) => idsSchema.parse(JSON.parse(text))),
});
type Row = z.infer<typeof rowSchema>;

function toEntry(row: Row): AuditLogEntry {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    action: row.action,
    actor: { user_id: row.actor_user_id, name: row.actor_name, credential_id: row.actor_credential_id },
    target: { type: row.target_type, id: row.target_id, name: null },
    detail: detailOf(row),
    ip: row.ip,
    user_agent: row.user_agent,
    request_id: row.request_id,
  };
}

/** Who did not act themselves is told of no workspaces but those that they run: a key may reach others too. */
function detailOf(row: Row): Record<string, unknown> {
  const visible = (name: string, value: unknown): unknown => {
    const ids = name === "workspaces" ? idsSchema.safeParse(value).data : undefined;
    return ids === undefined ? value : ids.filter((id) => row.run_by_viewer.includes(id));
  };
  return detailSchema.parse(JSON.parse(row.detail, row.is_own === 0 ? visible : undefined));
}

const LIST = `
SELECT a.id, a.at, a.action, a.actor_user_id, u.name AS actor_name, a.actor_credential_id, a.target_type, a.target_id,
  a.detail, a.ip, a.user_agent, a.request_id, a.actor_user_id = ?1 AS is_own,
  (SELECT json_group_array(workspace_id) FROM member WHERE user_id = ?1 AND role IN ('owner', 'admin')) AS run_by_viewer
FROM audit_log a LEFT JOIN user u ON u.id = a.actor_user_id
WHERE a.id IN (
    SELECT id FROM audit_log WHERE actor_user_id = ?1
    UNION
    SELECT aw.audit_id FROM audit_workspaces aw JOIN member m ON m.workspace_id = aw.workspace_id
    WHERE m.user_id = ?1 AND m.role IN ('owner', 'admin')
    UNION
    SELECT t.id FROM keys k JOIN audit_log t ON t.target_id = k.id WHERE k.owner_id = ?1)
  AND (?2 IS NULL OR a.action = ?2) AND (?3 IS NULL OR a.target_id = ?3) AND (?4 IS NULL OR a.actor_user_id = ?4)
  AND (?5 IS NULL OR EXISTS (SELECT 1 FROM audit_workspaces aw WHERE aw.audit_id = a.id AND aw.workspace_id = ?5
    AND (a.actor_user_id = ?1 OR EXISTS (SELECT 1 FROM member m
      WHERE m.workspace_id = ?5 AND m.user_id = ?1 AND m.role IN ('owner', 'admin')))))
  AND (?6 IS NULL OR (a.at, a.id) < (?6, ?7))
ORDER BY a.at DESC, a.id DESC LIMIT ?8`;
