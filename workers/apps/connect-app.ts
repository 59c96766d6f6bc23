/**
 * Connects an app: what its person has agreed to, as one batch. The authorization server has made the grant by then;
 * without this row it opens nothing, so a write that fails gives nothing away.
 */
import { type AppId, auditIdSchema, newId, type WorkspaceId } from "#shared/ids.ts";
import type { Propagation } from "#shared/propagation.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { normalizeScopes, type Scope } from "#shared/scopes.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { disconnectAll } from "./disconnect-all.ts";

/** The app as people are shown it. */
export type ConnectingApp = {
  readonly clientId: string;
  readonly name: string;
  /** Of a client that is known by its metadata document: the domain that serves it. */
  readonly verifiedDomain: string | null;
  /** Where the person is sent back to. */
  readonly redirectHost: string;
  readonly isLoopback: boolean;
};

export type Connection = {
  readonly id: AppId;
  readonly app: ConnectingApp;
  readonly scopes: readonly Scope[];
  readonly workspaces: readonly WorkspaceId[];
};

/**
 * Refusal: `not_permitted` when a membership was lost meanwhile, or the workspace leaves this to its admins. An
 * installation that registered itself and comes again replaces what it had: its client id is its own. One that is known
 * by its metadata document does not, for all installations share that.
 */
export async function connectApp(act: Act, connection: Connection): Promise<Result<Propagation, Refusal>> {
  const workspaces = [...new Set(connection.workspaces)];
  const scopes = normalizeScopes(connection.scopes);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const { id, app } = connection;
  const audit = auditStatements(act, {
    id: auditId,
    action: "app.connected",
    actor: actorOf(act),
    target: { type: "app", id },
    detail: { name: app.name, host: app.redirectHost, verified_domain: app.verifiedDomain, scopes, workspaces },
    workspaces,
  });
  const earlier = app.verifiedDomain === null ? await disconnectAll(act, { clientId: app.clientId, now: id }) : null;
  const committed = await commit(act.db, {
    auditId,
    credentials: [id],
    statements: [
      insertApp(act, { ...connection, scopes, workspaces }),
      ...audit,
      act.db.prepare(INSERT_REACH).bind(auditId, id, JSON.stringify(workspaces)),
      ...(earlier?.statements(auditId) ?? []),
    ],
  });
  const propagation = await propagate(act, committed);
  return committed.applied ? ok(propagation) : err(NOT_YOURS);
}

const NOT_YOURS: Refusal = {
  code: "not_permitted",
  reason: "You cannot give access to one of the workspaces any more.",
};

function insertApp(act: Act, { id, app, scopes, workspaces }: Connection): D1PreparedStatement {
  return act.db
    .prepare(INSERT_APP)
    .bind(
      id,
      act.principal.userId,
      app.clientId,
      app.name,
      app.verifiedDomain,
      app.redirectHost,
      app.isLoopback ? 1 : 0,
      JSON.stringify(scopes),
      act.now,
      JSON.stringify(workspaces),
      workspaces.length,
    );
}

/** Only while its person may give access to each of the workspaces, by membership and by the workspace's own rule. */
const INSERT_APP = `
INSERT INTO connected_apps (id, owner_id, client_id, name, verified_domain, redirect_host, is_loopback, scopes,
  created_at, updated_at)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9
WHERE ?11 > 0 AND ?11 = (SELECT count(*) FROM json_each(?10) AS wanted
  JOIN member m ON m.workspace_id = wanted.value AND m.user_id = ?2
  JOIN workspace w ON w.id = m.workspace_id WHERE w.key_creators <> 'admins' OR m.role <> 'member')`;

const INSERT_REACH = `
INSERT INTO connected_app_workspaces (app_id, workspace_id)
SELECT ?2, value FROM json_each(?3) WHERE ${IF_RECORDED}`;
