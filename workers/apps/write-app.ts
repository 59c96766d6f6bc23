/** What every change of a connected app shares: look, permission, one batch with its audit entry. */
import { type AppId, auditIdSchema, type AuditId, newId, type WorkspaceId } from "#shared/ids.ts";
import type { ConnectedApp } from "#shared/management/apps.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, type AuditAction, auditStatements } from "#workers/audit/audit-entry.ts";
import { commit, type Committed } from "#workers/changes/commit.ts";
import { findApp } from "./app-rows.ts";

export type AppWrite = {
  readonly action: Extract<AuditAction, `app.${string}`>;
  /** For the audit log; no secrets. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** The workspaces that see the entry. */
  readonly workspaces: readonly WorkspaceId[];
  /** The write itself; its WHERE guards the state it needs, so that two at once cannot both apply wrongly. */
  readonly statement: D1PreparedStatement;
  /** Made only if the guarded write was. */
  readonly dependents?: (auditId: AuditId) => readonly D1PreparedStatement[];
};

/** The app, if it can be seen. Refusal: `not_found`. */
export async function seenApp(act: Act, id: AppId): Promise<Result<ConnectedApp, Refusal>> {
  const app = await findApp(act.db, { userId: act.principal.userId, now: act.now }, id);
  return app === null ? err({ code: "not_found", what: "app" }) : ok(app);
}

/** The app, if it is the caller's own. Refusals: `not_found`, `not_permitted` (it only reaches what the caller runs). */
export async function ownApp(act: Act, id: AppId): Promise<Result<ConnectedApp, Refusal>> {
  const app = await seenApp(act, id);
  return app.ok && app.value.owner.id !== act.principal.userId ? err(NOT_ITS_OWNER) : app;
}

const NOT_ITS_OWNER: Refusal = {
  code: "not_permitted",
  reason: "Only who connected the app can do this; you can cut it off from your workspace.",
};

/** One batch: the guarded write, its audit entry, what depends on it. */
export function commitAppWrite(act: Act, app: ConnectedApp, write: AppWrite): Promise<Committed> {
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: write.action,
    actor: actorOf(act),
    target: { type: "app", id: app.id },
    detail: { name: app.name, host: app.redirect_host, ...write.detail },
    workspaces: write.workspaces,
  });
  const dependents = write.dependents?.(auditId) ?? [];
  return commit(act.db, { auditId, credentials: [app.id], statements: [write.statement, ...audit, ...dependents] });
}
