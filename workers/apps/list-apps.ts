/** Lists the connected apps a viewer can see: own ones, and those that reach a workspace the viewer runs. */
import { z } from "zod";
import type { ConnectedApp, ListApps } from "#shared/management/apps.ts";
import type { Page } from "#shared/paging.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { readKeyDays } from "#workers/usage/key-days.ts";
import { APP_COLUMNS, APP_TABLES, appFromRow, CONNECTED, type Viewer } from "./app-rows.ts";

const positionSchema = z.tuple([z.literal("apps"), z.number(), z.string()]);

/** One page, the latest connected first. Refusal: `invalid_request` for a cursor that is none of this list. */
export async function listApps(
  db: D1Database,
  viewer: Viewer,
  wish: ListApps,
): Promise<Result<Page<ConnectedApp>, Refusal>> {
  const position = readPosition(wish.cursor, positionSchema);
  if (!position.ok) return position;
  const [, connectedAt, id] = position.value ?? [null, null, null];
  const owner = wish.owner === "me" || wish.owner === "others" ? null : (wish.owner ?? null);
  const { results } = await db
    .prepare(pageSql(listsOf(wish, viewer)))
    .bind(viewer.userId, viewer.now, wish.workspace ?? null, owner, connectedAt, id, wish.limit + 1)
    .all();
  const page = toPage(results, {
    limit: wish.limit,
    item: appFromRow,
    place: (row) => {
      const place = placedRow.parse(row);
      return ["apps", place.created_at, place.id];
    },
  });
  return ok({ ...page, data: await withUsage(db, page.data, { viewer, days: wish.usage_days }) });
}

const placedRow = z.object({ id: z.string(), created_at: z.number() });

/** The viewer's own, in the order of the page; and of each workspace that the viewer runs, those that reach it. */
const OWN = "SELECT id FROM connected_apps WHERE owner_id = ?1";
const OTHERS = `SELECT aw.app_id FROM member v JOIN connected_app_workspaces aw ON aw.workspace_id = v.workspace_id
  WHERE v.user_id = ?1 AND v.role IN ('owner', 'admin') AND (?3 IS NULL OR v.workspace_id = ?3)`;

/** Which of them can have what is asked for. An app of one's own among the others' is left out by the page. */
function listsOf({ owner }: ListApps, viewer: Viewer): readonly string[] {
  if (owner === undefined) return [OWN, OTHERS];
  return owner === "me" || owner === viewer.userId ? [OWN] : [OTHERS];
}

/**
 * `?3` a workspace or null, `?4` an owner or null, `?5` and `?6` the place of the last app shown, `?7` rows. Which apps are
 * of the page is found first, so that what is joined to them is read of those alone.
 */
function pageSql(lists: readonly string[]): string {
  // Own apps are listed whatever they reach; the others by the workspace asked for.
  const narrowed = lists.includes(OWN) ? `AND ${REACHES_ASKED}` : "AND a.owner_id <> ?1";
  const order = "ORDER BY a.created_at DESC, a.id DESC LIMIT ?7";
  const ids = `SELECT a.id FROM connected_apps a WHERE a.id IN (${lists.join(" UNION ")}) ${narrowed}
    AND (?4 IS NULL OR a.owner_id = ?4) AND (?5 IS NULL OR (a.created_at, a.id) < (?5, ?6))
    AND ${CONNECTED} ${order}`;
  return `SELECT ${APP_COLUMNS} ${APP_TABLES} WHERE a.id IN (${ids}) ${order}`;
}

const REACHES_ASKED = `(?3 IS NULL OR EXISTS (
  SELECT 1 FROM connected_app_workspaces aw WHERE aw.app_id = a.id AND aw.workspace_id = ?3))`;

async function withUsage(
  db: D1Database,
  apps: readonly ConnectedApp[],
  { viewer, days }: { readonly viewer: Viewer; readonly days: number | undefined },
): Promise<ConnectedApp[]> {
  if (days === undefined) return [...apps];
  const ids = apps.map((app) => app.id);
  const usageOf = await readKeyDays(db, ids, { now: viewer.now, days });
  return apps.map((app) => ({ ...app, usage: usageOf(app.id) }));
}
