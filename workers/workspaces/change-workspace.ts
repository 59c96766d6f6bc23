/** Renames a workspace, gives it another slug, or changes what it asks of keys. */
import { auditIdSchema, newId, type WorkspaceId } from "#shared/ids.ts";
import type { ChangeWorkspace, Workspace } from "#shared/management/workspaces.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { isDuplicate } from "#workers/db/storage-unavailable.ts";
import { runningRoleIn } from "./workspace-role.ts";
import { findWorkspace } from "./workspace-rows.ts";

/**
 * Only the fields given change. The policy binds keys that are made or changed from now on, and takes nothing from those
 * that are there. Refusals: `not_found`, `not_permitted`, `conflict` (slug taken), `invalid_request` (the default life
 * is longer than the longest).
 */
export async function changeWorkspace(
  act: Act,
  id: WorkspaceId,
  change: ChangeWorkspace,
): Promise<Result<Workspace, Refusal>> {
  const role = runningRoleIn(act.principal, id);
  if (!role.ok) return role;
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "workspace.changed",
    actor: actorOf(act),
    target: { type: "workspace", id },
    detail: { changed: change },
    workspaces: [id],
  });
  try {
    const committed = await commit(act.db, {
      auditId,
      credentials: [],
      statements: [update(act.db, id, change), ...audit],
    });
    const workspace = await findWorkspace(act.db, act.principal.userId, id);
    if (workspace === null) return err({ code: "not_found", what: "workspace" });
    return committed.applied ? ok(workspace) : err(DEFAULT_BEYOND_MAX);
  } catch (error) {
    if (isDuplicate(error, "workspace.slug")) return err(SLUG_TAKEN);
    throw error;
  }
}

/**
 * The columns given, and no others. A default life is refused beyond the longest one, in the statement itself, for two
 * may change one side each; a new longest life that comes alone takes the default life down with it.
 */
function update(db: D1Database, id: WorkspaceId, change: ChangeWorkspace): D1PreparedStatement {
  const columns = columnsOf(change);
  const at = (name: string): string | null => {
    const index = columns.findIndex(([column]) => column === name);
    return index === -1 ? null : `?${index + 2}`;
  };
  const [defaultDays, maxDays] = [at("key_default_days"), at("key_max_days")];
  const assignments = columns.map(([column], index) => `${column} = ?${index + 2}`);
  // NOTE: min() with a null is null: who suggests no end goes on doing so.
  if (defaultDays === null && change.key_policy?.max_days != null) {
    assignments.push(`key_default_days = min(key_default_days, ${maxDays})`);
  }
  const guard = defaultDays === null ? "1" : `coalesce(${defaultDays} <= ${maxDays ?? "key_max_days"}, 1)`;
  return db
    .prepare(`UPDATE workspace SET ${assignments.join(", ")} WHERE id = ?1 AND ${guard}`)
    .bind(id, ...columns.map(([, value]) => value));
}

type Column = readonly [name: string, value: string | number | null];

function columnsOf({ name, slug, key_policy: policy = {} }: ChangeWorkspace): Column[] {
  const columns: (Column | null)[] = [
    name === undefined ? null : ["name", name],
    slug === undefined ? null : ["slug", slug],
    policy.default_days === undefined ? null : ["key_default_days", policy.default_days],
    policy.max_days === undefined ? null : ["key_max_days", policy.max_days],
    policy.creators === undefined ? null : ["key_creators", policy.creators],
  ];
  return columns.filter((column) => column !== null);
}

const SLUG_TAKEN: Refusal = { code: "conflict", reason: "Another workspace has this slug. Choose another one." };

const DEFAULT_BEYOND_MAX: Refusal = {
  code: "invalid_request",
  errors: [{ path: "/key_policy/default_days", message: "must not be longer than max_days" }],
};
