/** Connected apps as rows, and rows as the wire shows them. Every read of an app for people goes through this SELECT. */
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import { appIdSchema, type UserId, userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import type { ConnectedApp } from "#shared/management/apps.ts";
import { scopeSchema } from "#shared/scope-schema.ts";

/** Whose eyes; `?1` and `?2` of every statement here. */
export type Viewer = { readonly userId: UserId; readonly now: EpochMs };

/** The workspaces that an app `a` reaches and a membership `o` of its owner still covers. */
const REACHED = `connected_app_workspaces aw
  JOIN member o ON o.workspace_id = aw.workspace_id AND o.user_id = a.owner_id WHERE aw.app_id = a.id`;

/** How many workspaces an app `a` reaches, whoever looks. */
export const REACH_COUNT = `(SELECT count(*) FROM ${REACHED})`;

/** Whether the viewer `?1` runs the workspace of `aw`. */
const RUN_BY_VIEWER = `EXISTS (SELECT 1 FROM member v
  WHERE v.workspace_id = aw.workspace_id AND v.user_id = ?1 AND v.role IN ('owner', 'admin'))`;

/** A viewer who is not the owner sees only the workspaces that they run themselves. */
export const APP_COLUMNS = `
  a.id, a.name, a.verified_domain, a.redirect_host, a.is_loopback, a.owner_id, u.name AS owner_name, a.scopes,
  a.created_at, a.last_used_at, a.last_used_client, a.last_used_country,
  (SELECT json_group_array(json_object('id', w.id, 'name', w.name))
     FROM workspace w WHERE w.id IN (SELECT aw.workspace_id FROM ${REACHED} AND (a.owner_id = ?1 OR ${RUN_BY_VIEWER}))
  ) AS workspaces`;

/** What {@link APP_COLUMNS} are read from. */
export const APP_TABLES = "FROM connected_apps a JOIN user u ON u.id = a.owner_id";

/** Of an app `a`: its grant has not run out, which no write says. A grant that was revoked has taken the app along. */
export const CONNECTED = `EXISTS (SELECT 1 FROM oauth_store g
  WHERE g.app_id = a.id AND g.key >= 'grant:' AND g.key < 'grant;' AND (g.expires_at IS NULL OR g.expires_at > ?2))`;

/** Of one app `a`: an own one, or one that reaches a workspace which the viewer owns or administers. */
const VISIBLE = `(a.owner_id = ?1 OR EXISTS (SELECT 1 FROM ${REACHED} AND ${RUN_BY_VIEWER}))`;

const jsonText = z.string().transform((text): unknown => JSON.parse(text));

const rowSchema = z.object({
  id: appIdSchema,
  name: z.string(),
  verified_domain: z.string().nullable(),
  redirect_host: z.string(),
  is_loopback: z.number(),
  owner_id: userIdSchema,
  owner_name: z.string(),
  scopes: jsonText.pipe(z.array(scopeSchema)),
  created_at: z.number(),
  last_used_at: z.number().nullable(),
  last_used_client: z.string().nullable(),
  last_used_country: z.string().nullable(),
  workspaces: jsonText.pipe(z.array(z.object({ id: workspaceIdSchema, name: z.string() }))),
});

/** One visible app that is still connected, or `null`. */
export async function findApp(db: D1Database, viewer: Viewer, id: string): Promise<ConnectedApp | null> {
  const sql = `SELECT ${APP_COLUMNS} ${APP_TABLES} WHERE a.id = ?3 AND ${CONNECTED} AND ${VISIBLE}`;
  const row = await db.prepare(sql).bind(viewer.userId, viewer.now, id).first();
  return row === null ? null : appFromRow(row);
}

/** A row of {@link APP_COLUMNS} on the wire. */
export function appFromRow(raw: unknown): ConnectedApp {
  const row = rowSchema.parse(raw);
  return {
    id: row.id,
    name: row.name,
    verified_domain: row.verified_domain,
    redirect_host: row.redirect_host,
    is_loopback: row.is_loopback !== 0,
    owner: { id: row.owner_id, name: row.owner_name },
    scopes: row.scopes,
    workspaces: row.workspaces,
    connected_at: iso(row.created_at),
    last_used:
      row.last_used_at === null
        ? null
        : { at: iso(row.last_used_at), client: row.last_used_client, country: row.last_used_country },
    etag: etagOf(row),
  };
}

/** An app only ever loses: how much is left of it says which state it is in. It counts what the viewer sees, no more. */
function etagOf({ scopes, workspaces }: z.infer<typeof rowSchema>): string {
  return `${scopes.length}.${workspaces.length}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
