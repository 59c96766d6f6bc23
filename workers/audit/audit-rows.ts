/** Entries of the audit log as its viewers may see them: every read of it goes through this SELECT. */
import { z } from "zod";
import { auditIdSchema, type UserId, userIdSchema } from "#shared/ids.ts";
import type { AuditFilters, AuditLogEntry } from "#shared/management/audit.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { auditIds } from "./audit-walk.ts";

/** Which entries, for whom. */
export type AuditWish = { readonly viewer: UserId; readonly filters: AuditFilters };

/** The entry after which to go on; entries are read newest first. */
export type AuditPlace = { readonly at: number; readonly id: string };

const idsSchema = z.array(z.string());
const detailSchema = z.record(z.string(), z.unknown());

const idRow = z.object({ id: z.string() });
const rowSchema = z.object({
  id: auditIdSchema,
  at: z.number(),
  action: z.string(),
  actor_user_id: userIdSchema,
  actor_name: z.string().nullable(),
  actor_credential_id: z.string().nullable(),
  target_type: z.string(),
  target_id: z.string(),
  target_name: z.string().nullable(),
  detail: z.string(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  request_id: z.string(),
  is_own: z.number(),
  run_by_viewer: z.string().transform((text) => idsSchema.parse(JSON.parse(text))),
});
export type AuditRow = z.infer<typeof rowSchema>;

/** Where to begin, and how many at most. */
export type AuditPage = { readonly after: AuditPlace | null; readonly limit: number };

/** At most `limit` entries after the place, newest first. */
export async function readAuditRows(db: D1Database, wish: AuditWish, page: AuditPage): Promise<AuditRow[]> {
  const sql = `${ENTRIES} WHERE a.id IN (${auditIds(wish.filters)}) ORDER BY a.at DESC, a.id DESC LIMIT ?9`;
  const { results } = await db
    .prepare(sql)
    .bind(...bound(wish, page))
    .all();
  return results.map((row) => rowSchema.parse(row));
}

/** The ids of the newest, at most `max`, newest first. */
export async function readAuditIds(db: D1Database, wish: AuditWish, max: number): Promise<string[]> {
  const sql = `SELECT a.id FROM audit_log a WHERE a.id IN (${auditIds(wish.filters)})
    ORDER BY a.at DESC, a.id DESC LIMIT ?9`;
  const { results } = await db
    .prepare(sql)
    .bind(...bound(wish, { after: null, limit: max }))
    .all();
  return results.map((row) => idRow.parse(row).id);
}

/** The entries with these ids, newest first; that the viewer may see them is known. */
export async function readAuditRowsById(db: D1Database, viewer: UserId, ids: readonly string[]): Promise<AuditRow[]> {
  const { results } = await db.prepare(BY_ID).bind(viewer, JSON.stringify(ids)).all();
  return results.map((row) => rowSchema.parse(row));
}

/** A span that no time lies in is a mistake, and would read as an empty log. */
export function refuseSpan({ from, to }: AuditFilters): Result<null, Refusal> {
  if (from === undefined || to === undefined || Date.parse(from) < Date.parse(to)) return ok(null);
  return err({ code: "invalid_request", errors: [{ path: "from", message: "must be before `to`" }] });
}

/** The row on the wire. */
export function entryFromRow(row: AuditRow): AuditLogEntry {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    action: row.action,
    actor: { user_id: row.actor_user_id, name: row.actor_name, credential_id: row.actor_credential_id },
    target: { type: row.target_type, id: row.target_id, name: row.target_name },
    detail: detailOf(row),
    ip: row.ip,
    user_agent: row.user_agent,
    request_id: row.request_id,
  };
}

/** Who did not act themselves is told of no workspaces but those that they run: a key may reach others too. */
function detailOf(row: AuditRow): Record<string, unknown> {
  const visible = (name: string, value: unknown): unknown => {
    const ids = name === "workspaces" ? idsSchema.safeParse(value).data : undefined;
    return ids === undefined ? value : ids.filter((id) => row.run_by_viewer.includes(id));
  };
  return detailSchema.parse(JSON.parse(row.detail, row.is_own === 0 ? visible : undefined));
}

/** As {@link auditIds} has its places. */
function bound({ viewer, filters }: AuditWish, { after, limit }: AuditPage): (string | number | null)[] {
  const { action, target, actor, workspace, from, to } = filters;
  const end = { at: to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(to), id: "" };
  const before = after === null || end.at <= after.at ? end : after;
  const wanted = [action ?? null, target ?? null, actor ?? null, workspace ?? null];
  return [viewer, ...wanted, from === undefined ? null : Date.parse(from), before.at, before.id, limit];
}

/**
 * A thing's name of today is for who can see the thing today: a key may have left the viewer's workspace, and a
 * workspace the viewer. Others are told what the entry itself says of the name.
 */
const NAME_NOW = `CASE a.target_type
    WHEN 'key' THEN (SELECT k.name FROM keys k WHERE k.id = a.target_id AND (k.owner_id = ?1 OR EXISTS (
      SELECT 1 FROM key_workspaces kw JOIN member m ON m.workspace_id = kw.workspace_id
      WHERE kw.key_id = k.id AND m.user_id = ?1 AND m.role IN ('owner', 'admin'))))
    WHEN 'workspace' THEN (SELECT w.name FROM workspace w JOIN member m ON m.workspace_id = w.id
      WHERE w.id = a.target_id AND m.user_id = ?1)
    WHEN 'member' THEN (SELECT t.name FROM user t WHERE t.id = a.target_id)
    WHEN 'user' THEN (SELECT t.name FROM user t WHERE t.id = a.target_id) END`;

/** Only texts: a detail may be anything. */
const NAME_THEN = `CASE 'text' WHEN json_type(a.detail, '$.name') THEN a.detail->>'$.name'
    WHEN json_type(a.detail, '$.email') THEN a.detail->>'$.email' END`;

const ENTRIES = `
SELECT a.id, a.at, a.action, a.actor_user_id, u.name AS actor_name, a.actor_credential_id, a.target_type, a.target_id,
  coalesce(${NAME_NOW}, ${NAME_THEN}) AS target_name, a.detail, a.ip, a.user_agent, a.request_id,
  a.actor_user_id = ?1 AS is_own,
  (SELECT json_group_array(workspace_id) FROM member WHERE user_id = ?1 AND role IN ('owner', 'admin')) AS run_by_viewer
FROM audit_log a LEFT JOIN user u ON u.id = a.actor_user_id`;

const BY_ID = `${ENTRIES} WHERE a.id IN (SELECT value FROM json_each(?2)) ORDER BY a.at DESC, a.id DESC`;
