/**
 * Disconnects apps of the caller as a part of another write: all of them with signing out everywhere, where that is asked
 * for; those of an installation when it is connected anew.
 */
import { type AppId, type AuditId, auditIdSchema, newId } from "#shared/ids.ts";
import type { ConnectedApp } from "#shared/management/apps.ts";
import type { Act } from "#workers/audit/act.ts";
import { auditEntriesStatements } from "#workers/audit/audit-entries.ts";
import { actorOf, type AuditEntry, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { APP_COLUMNS, APP_TABLES, appFromRow, CONNECTED } from "./app-rows.ts";

export type Disconnection = {
  /** The apps that are connected as this is looked at. */
  readonly apps: readonly { readonly id: AppId; readonly name: string }[];
  /** What ends them, in the batch of the write whose audit entry is given. */
  readonly statements: (cause: AuditId) => readonly D1PreparedStatement[];
};

/** Those of one client, but for the app that it has just been given. */
export type Installation = { readonly clientId: string; readonly now: AppId };

/** See {@link Disconnection}. An app that is connected a moment later ends as well, without an entry of its own. */
export async function disconnectAll(act: Act, installation: Installation | null = null): Promise<Disconnection> {
  const { userId } = act.principal;
  const which = [installation?.clientId ?? null, installation?.now ?? null] as const;
  const { results } = await act.db
    .prepare(LIST)
    .bind(userId, act.now, ...which)
    .all();
  const apps = results.map(appFromRow);
  return {
    apps: apps.map(({ id, name }) => ({ id, name })),
    statements: (cause) => [
      ...auditEntriesStatements(
        act,
        cause,
        apps.map((app) => entryOf(act, app)),
      ),
      act.db.prepare(DELETE_USAGE).bind(cause, userId, ...which),
      act.db.prepare(DELETE_APPS).bind(cause, userId, ...which),
    ],
  };
}

function entryOf(act: Act, app: ConnectedApp): AuditEntry {
  return {
    id: newId(auditIdSchema, "aud", act.mint),
    action: "app.disconnected",
    actor: actorOf(act),
    target: { type: "app", id: app.id },
    detail: { name: app.name, host: app.redirect_host, scopes: app.scopes },
    workspaces: app.workspaces.map((workspace) => workspace.id),
  };
}

/** `?3` null: all. */
const MEANT = "(?3 IS NULL OR (client_id = ?3 AND id <> ?4))";

const LIST = `SELECT ${APP_COLUMNS} ${APP_TABLES}
WHERE a.id IN (SELECT id FROM connected_apps WHERE owner_id = ?1 AND ${MEANT}) AND ${CONNECTED} ORDER BY a.created_at, a.id`;

const DELETE_USAGE = `DELETE FROM usage_hourly
WHERE credential_id IN (SELECT id FROM connected_apps WHERE owner_id = ?2 AND ${MEANT}) AND ${IF_RECORDED}`;

const DELETE_APPS = `DELETE FROM connected_apps WHERE owner_id = ?2 AND ${MEANT} AND ${IF_RECORDED}`;
