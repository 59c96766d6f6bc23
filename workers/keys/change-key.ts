/** Renames a key, or changes what it may do. Taking away is true everywhere when answered; so is giving. */
import { epochMs } from "#shared/brand.ts";
import type { AuditId, KeyId } from "#shared/ids.ts";
import type { ChangedKey, ChangeKey } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, type Result } from "#shared/result.ts";
import { normalizeScopes } from "#shared/scopes.ts";
import type { Act } from "#workers/audit/act.ts";
import { IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { futureTime } from "./expiry.ts";
import { checkGrantable } from "./grantable.ts";
import { INSERT_REACH } from "./reach-sql.ts";
import { keyForPower, REVOKED_FOR_GOOD, writeKey } from "./write-key.ts";

/**
 * Only the fields given change. Refusals: `not_found` (key, workspace), `not_permitted` (not the owner, scope),
 * `invalid_request` (expiry), `conflict` (revoked: it can be renamed, nothing else).
 */
export async function changeKey(act: Act, id: KeyId, change: ChangeKey): Promise<Result<ChangedKey, Refusal>> {
  const key = await keyForPower(act, id, "own");
  if (!key.ok) return key;
  const expiresAt = futureTime(change.expires_at ?? null, act.now);
  if (!expiresAt.ok) return expiresAt;
  const workspaces = change.workspaces ?? key.value.workspaces.map((workspace) => workspace.id);
  const grantable = await checkGrantable(act.db, act.principal.userId, { scopes: change.scopes, workspaces });
  if (!grantable.ok) return grantable;
  const renamesOnly = Object.keys(change).every((field) => field === "name");
  if (!renamesOnly && key.value.status === "revoked") return err(REVOKED_FOR_GOOD);
  return writeKey(act, id, {
    write: {
      action: "key.changed",
      power: "own",
      detail: { changed: change },
      workspaces: change.workspaces,
      statement: update(act, id, { change, renamesOnly }),
      dependents: (auditId) => replaceWorkspaces(act, id, { auditId, workspaces: change.workspaces }),
    },
    settled: () => REVOKED_FOR_GOOD,
  });
}

/** Sets the columns given and no others, for triggers go by the columns that a statement names. */
function update(
  act: Act,
  id: KeyId,
  { change, renamesOnly }: { readonly change: ChangeKey; readonly renamesOnly: boolean },
): D1PreparedStatement {
  const columns = [["updated_at", act.now] as const, ...columnsOf(change)];
  const assignments = columns.map(([column], index) => `${column} = ?${index + 2}`).join(", ");
  const guard = renamesOnly ? "" : "AND status <> 'revoked'";
  return act.db
    .prepare(`UPDATE keys SET ${assignments} WHERE id = ?1 ${guard}`)
    .bind(id, ...columns.map(([, value]) => value));
}

type Column = readonly [name: string, value: string | number | null];

function columnsOf(change: ChangeKey): Column[] {
  const { name, scopes, expires_at: expiry, rate_limit: rate, allow_query: allowQuery } = change;
  const columns: (Column | null)[] = [
    name === undefined ? null : ["name", name],
    scopes === undefined ? null : ["scopes", JSON.stringify(normalizeScopes(scopes))],
    expiry === undefined ? null : ["expires_at", expiry === null ? null : epochMs(Date.parse(expiry))],
    listColumn("allowed_ips", change.allowed_ips),
    listColumn("allowed_tools", change.allowed_tools),
    rate === undefined ? null : ["rate_per_minute", rate?.per_minute ?? null],
    rate === undefined ? null : ["rate_burst", rate?.burst ?? null],
    allowQuery === undefined ? null : ["allow_query", allowQuery ? 1 : 0],
  ];
  return columns.filter((column) => column !== null);
}

function listColumn(name: string, list: readonly string[] | null | undefined): Column | null {
  if (list === undefined) return null;
  return [name, list === null ? null : JSON.stringify([...new Set(list)])];
}

function replaceWorkspaces(
  act: Act,
  id: KeyId,
  { auditId, workspaces }: { readonly auditId: AuditId; readonly workspaces: ChangeKey["workspaces"] },
): D1PreparedStatement[] {
  if (workspaces === undefined) return [];
  const chosen = JSON.stringify(workspaces);
  return [
    act.db
      .prepare(
        `DELETE FROM key_workspaces WHERE key_id = ?2
         AND workspace_id NOT IN (SELECT value FROM json_each(?3)) AND ${IF_RECORDED}`,
      )
      .bind(auditId, id, chosen),
    act.db.prepare(INSERT_REACH).bind(auditId, id, chosen),
  ];
}
