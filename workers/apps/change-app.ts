/**
 * Takes permissions or workspaces from a connected app. It never gives any: what an app may do is what its owner has
 * agreed to on the page of consent, and that page is asked for by the app.
 */
import type { AppId, AuditId } from "#shared/ids.ts";
import type { IfMatch } from "#shared/if-match.ts";
import type { ChangeApp, ChangedApp, ConnectedApp } from "#shared/management/apps.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { normalizeScopes, type Scope } from "#shared/scopes.ts";
import type { Act } from "#workers/audit/act.ts";
import { IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { REACH_COUNT } from "./app-rows.ts";
import { type AppWrite, commitAppWrite, ownApp, seenApp } from "./write-app.ts";

/** What is to be left, and for which state of the app. */
type Wish = { readonly change: ChangeApp; readonly ifMatch: IfMatch };

/** How often a change looks anew at an app that others change at the same time. */
const CHANGE_ATTEMPTS_MAX = 8;

/**
 * The lists given replace those of the app. Refusals: `not_found`, `not_permitted` (not the owner, or it would add
 * something), `changed_meanwhile` (not the state asked for), `conflict` (changed again and again).
 */
export async function changeApp(act: Act, id: AppId, wish: Wish): Promise<Result<ChangedApp, Refusal>> {
  for (let attempt = 0; attempt < CHANGE_ATTEMPTS_MAX; attempt += 1) {
    const before = await appToChange(act, id, wish);
    if (!before.ok) return before;
    const committed = await commitAppWrite(act, before.value, write(act, before.value, wish.change));
    if (!committed.applied) continue;
    const propagation = await propagate(act, committed);
    const app = await seenApp(act, id);
    return app.ok ? ok({ app: app.value, propagation }) : app;
  }
  return err({ code: "conflict", reason: "The app was changed at the same time, again and again." });
}

/** The app as it is now, if this takes something from it and adds nothing. */
async function appToChange(act: Act, id: AppId, { change, ifMatch }: Wish): Promise<Result<ConnectedApp, Refusal>> {
  const found = await ownApp(act, id);
  if (!found.ok) return found;
  const app = found.value;
  if (ifMatch !== null && !ifMatch.includes(app.etag)) return err({ code: "changed_meanwhile" });
  const reached = new Set(app.workspaces.map((workspace) => workspace.id));
  const isLess =
    (change.scopes ?? []).every((scope) => app.scopes.includes(scope)) &&
    (change.workspaces ?? []).every((workspace) => reached.has(workspace));
  return isLess ? found : err(ONLY_LESS);
}

const ONLY_LESS: Refusal = {
  code: "not_permitted",
  reason: "An app can only be given less here. To give it more, connect it again from the app.",
};

function write(act: Act, app: ConnectedApp, change: ChangeApp): AppWrite {
  const before = { scopes: app.scopes, workspaces: app.workspaces.map((workspace) => workspace.id) };
  const after = {
    ...(change.scopes === undefined ? {} : { scopes: normalizeScopes(change.scopes) }),
    ...(change.workspaces === undefined ? {} : { workspaces: [...new Set(change.workspaces)] }),
  };
  return {
    action: "app.changed",
    detail: { changed: after, before: Object.fromEntries(Object.entries(before).filter(([field]) => field in after)) },
    workspaces: before.workspaces,
    statement: update(act, app, after.scopes),
    dependents: (auditId) => keepWorkspaces(act, app.id, { auditId, workspaces: after.workspaces }),
  };
}

/** For the app as it was looked at. It names `scopes` only to change them, for triggers go by what a statement names. */
function update(act: Act, app: ConnectedApp, scopes: readonly Scope[] | undefined): D1PreparedStatement {
  const assignment = scopes === undefined ? "" : ", scopes = ?6";
  const values = [app.id, act.principal.userId, act.now, JSON.stringify(app.scopes), app.workspaces.length];
  return act.db
    .prepare(
      `UPDATE connected_apps AS a SET updated_at = ?3${assignment}
       WHERE a.id = ?1 AND a.owner_id = ?2 AND a.scopes = ?4 AND ${REACH_COUNT} = ?5`,
    )
    .bind(...values, ...(scopes === undefined ? [] : [JSON.stringify(scopes)]));
}

function keepWorkspaces(
  act: Act,
  id: AppId,
  { auditId, workspaces }: { readonly auditId: AuditId; readonly workspaces: ChangeApp["workspaces"] },
): D1PreparedStatement[] {
  if (workspaces === undefined) return [];
  return [
    act.db
      .prepare(
        `DELETE FROM connected_app_workspaces WHERE app_id = ?2
         AND workspace_id NOT IN (SELECT value FROM json_each(?3)) AND ${IF_RECORDED}`,
      )
      .bind(auditId, id, JSON.stringify(workspaces)),
  ];
}
