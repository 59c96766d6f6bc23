/** Keys as rows, and rows as the wire shows them. Every read of a key for people goes through this SELECT. */
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import { type UserId, userIdSchema, workspaceIdSchema, keyIdSchema } from "#shared/ids.ts";
import type { Key, KeyStatus } from "#shared/management/keys.ts";
import { scopeSchema } from "#shared/scope-schema.ts";

/**
 * `?1` is the viewer's user id, `?2` is now. A viewer who is not the owner sees only the workspaces they run
 * themselves; nobody sees one that the owner has left.
 */
export const KEY_COLUMNS = `
  k.id, k.name, k.hint, k.owner_id, u.name AS owner_name, k.scopes, k.status, k.created_at, k.updated_at,
  k.expires_at, k.rotated_at, k.revoked_at, k.previous_digest IS NOT NULL AS has_previous, k.previous_expires_at,
  k.last_used_at, k.last_used_client, k.last_used_country, k.url_used_at, k.url_used_client, k.url_used_country, k.allowed_ips, k.rate_per_minute, k.rate_burst,
  k.allowed_tools, k.allow_query, k.imported_at, k.all_workspaces, k.version, ?2 AS now,
  (SELECT json_group_array(json_object('id', w.id, 'name', w.name))
     FROM key_workspaces kw JOIN workspace w ON w.id = kw.workspace_id
     JOIN member o ON o.workspace_id = w.id AND o.user_id = k.owner_id
    WHERE kw.key_id = k.id AND (k.owner_id = ?1 OR EXISTS (
      SELECT 1 FROM member v WHERE v.workspace_id = w.id AND v.user_id = ?1 AND v.role IN ('owner', 'admin')))
  ) AS workspaces`;

/** What {@link KEY_COLUMNS} are read from. */
export const KEY_TABLES = "FROM keys k JOIN user u ON u.id = k.owner_id";

/** Of one key `k`: an own one, or one that reaches a workspace which the viewer (`?1`) owns or administers. */
const VISIBLE = `(k.owner_id = ?1 OR EXISTS (
  SELECT 1 FROM key_workspaces kw JOIN member v ON v.workspace_id = kw.workspace_id
  WHERE kw.key_id = k.id AND v.user_id = ?1 AND v.role IN ('owner', 'admin')))`;

const jsonText = z.string().transform((text): unknown => JSON.parse(text));

const rowSchema = z.object({
  id: keyIdSchema,
  name: z.string(),
  hint: z.string(),
  owner_id: userIdSchema,
  owner_name: z.string(),
  scopes: jsonText.pipe(z.array(scopeSchema)),
  status: z.enum(["enabled", "disabled", "revoked"]),
  created_at: z.number(),
  updated_at: z.number(),
  expires_at: z.number().nullable(),
  rotated_at: z.number().nullable(),
  revoked_at: z.number().nullable(),
  has_previous: z.number(),
  previous_expires_at: z.number().nullable(),
  last_used_at: z.number().nullable(),
  last_used_client: z.string().nullable(),
  last_used_country: z.string().nullable(),
  url_used_at: z.number().nullable(),
  url_used_client: z.string().nullable(),
  url_used_country: z.string().nullable(),
  allowed_ips: jsonText.pipe(z.array(z.string())).nullable(),
  rate_per_minute: z.number().nullable(),
  rate_burst: z.number().nullable(),
  allowed_tools: jsonText.pipe(z.array(z.string())).nullable(),
  allow_query: z.number(),
  imported_at: z.number().nullable(),
  all_workspaces: z.number(),
  version: z.number(),
  now: z.number(),
  workspaces: jsonText.pipe(z.array(z.object({ id: workspaceIdSchema, name: z.string() }))),
});
type Row = z.infer<typeof rowSchema>;

/** One visible key, or `null`. */
export async function findKey(
  db: D1Database,
  viewer: { readonly userId: UserId; readonly now: EpochMs },
  id: string,
): Promise<Key | null> {
  const sql = `SELECT ${KEY_COLUMNS} ${KEY_TABLES} WHERE k.id = ?3 AND ${VISIBLE}`;
  const row = await db.prepare(sql).bind(viewer.userId, viewer.now, id).first();
  return row === null ? null : keyFromRow(row);
}

/** A row of {@link KEY_COLUMNS} on the wire. */
export function keyFromRow(raw: unknown): Key {
  const row = rowSchema.parse(raw);
  const isGrace =
    row.status !== "revoked" &&
    row.has_previous !== 0 &&
    row.previous_expires_at !== null &&
    row.previous_expires_at > row.now;
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    owner: { id: row.owner_id, name: row.owner_name },
    scopes: row.scopes,
    workspaces: row.workspaces,
    status: statusOf(row),
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
    expires_at: isoOrNull(row.expires_at),
    rotated_at: isoOrNull(row.rotated_at),
    revoked_at: isoOrNull(row.revoked_at),
    previous_secret_until: isGrace ? isoOrNull(row.previous_expires_at) : null,
    last_used:
      row.last_used_at === null
        ? null
        : { at: iso(row.last_used_at), client: row.last_used_client, country: row.last_used_country },
    used_by_url:
      row.url_used_at === null
        ? null
        : { at: iso(row.url_used_at), client: row.url_used_client, country: row.url_used_country },
    allowed_ips: row.allowed_ips,
    rate_limit:
      row.rate_per_minute === null || row.rate_burst === null
        ? null
        : { per_minute: row.rate_per_minute, burst: row.rate_burst },
    allowed_tools: row.allowed_tools,
    allow_query: row.allow_query !== 0,
    imported_at: isoOrNull(row.imported_at),
    legacy: row.all_workspaces !== 0,
    version: row.version,
    etag: etagOf(row.updated_at),
  };
}

/** What an entity tag of the key says: when it was changed last. Triggers let that rise with every change. */
function etagOf(updatedAt: number): string {
  return updatedAt.toString(36);
}

/** The same order as {@link STATUS_SQL}: revoked for good, then expired, then as it was switched. */
function statusOf(row: Row): KeyStatus {
  if (row.status === "revoked") return "revoked";
  return row.expires_at !== null && row.expires_at <= row.now ? "expired" : row.status;
}

/** A listed key's status as the wire says it; `?2` is now. */
export const STATUS_SQL = `CASE WHEN l.status = 'revoked' THEN 'revoked'
  WHEN l.expires_at IS NOT NULL AND l.expires_at <= ?2 THEN 'expired' ELSE l.status END`;

function iso(at: number): string {
  return new Date(at).toISOString();
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}
