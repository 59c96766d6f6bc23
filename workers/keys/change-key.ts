/** Renames a key, or changes what it may do. Taking away is true everywhere when answered; so is giving. */
import type { AuditId, KeyId } from "#shared/ids.ts";
import type { IfMatch } from "#shared/if-match.ts";
import type { ChangedKey, ChangeKey, Key } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { futureTime } from "./expiry.ts";
import { checkGrantable } from "./grantable.ts";
import { columnsOf, detailOf, reachOf, renamesOnly, timeOf } from "./key-changes.ts";
import { findKey } from "./key-rows.ts";
import { INSERT_REACH } from "./reach-sql.ts";
import { commitKeyWrite, keyForPower, type KeyWrite, LEGACY_STAYS, REVOKED_FOR_GOOD } from "./write-key.ts";

/** The fields to change, and for which state of the key. */
type Wish = { readonly change: ChangeKey; readonly ifMatch: IfMatch };

/** How often a change looks anew at a key that others change at the same time. */
const CHANGE_ATTEMPTS_MAX = 8;

/**
 * Only the fields given change. It is written for the key as it was looked at, so that the audit entry says what was
 * there before; who asked for no particular state has the change made to a later one. Refusals: `not_found` (key,
 * workspace), `not_permitted` (not the owner, scope, policy of a workspace), `invalid_request` (expiry),
 * `changed_meanwhile` (not the state asked for), `conflict` (revoked, or a legacy token: it can be renamed, nothing else).
 */
export async function changeKey(act: Act, id: KeyId, wish: Wish): Promise<Result<ChangedKey, Refusal>> {
  for (let attempt = 0; attempt < CHANGE_ATTEMPTS_MAX; attempt += 1) {
    const key = await keyToChange(act, id, wish);
    if (!key.ok) return key;
    const committed = await commitKeyWrite(act, key.value, write(act, key.value, wish.change));
    if (!committed.applied) continue;
    const propagation = await propagate(act, committed);
    const changed = await findKey(act.db, { userId: act.principal.userId, now: act.now }, id);
    return changed === null ? err({ code: "not_found", what: "key" }) : ok({ key: changed, propagation });
  }
  return err({ code: "conflict", reason: "The key was changed at the same time, again and again." });
}

/** The key as it is now, if all of this may be done to it. */
async function keyToChange(act: Act, id: KeyId, { change, ifMatch }: Wish): Promise<Result<Key, Refusal>> {
  const found = await keyForPower(act, id, "own");
  if (!found.ok) return found;
  const key = found.value;
  if (ifMatch !== null && !ifMatch.includes(key.etag)) return err({ code: "changed_meanwhile" });
  if (key.legacy && !renamesOnly(change)) return err(LEGACY_STAYS);
  const expiresAt = futureTime(change.expires_at ?? null, act.now);
  if (!expiresAt.ok) return expiresAt;
  const grantable = await checkGrantable(act, {
    scopes: change.scopes,
    ...reachOf(key, change),
    expiry: change.expires_at === undefined ? "kept" : "new",
    expiresAt: change.expires_at === undefined ? timeOf(key.expires_at) : expiresAt.value,
  });
  if (!grantable.ok) return grantable;
  return key.status === "revoked" && !renamesOnly(change) ? err(REVOKED_FOR_GOOD) : ok(key);
}

function write(act: Act, key: Key, change: ChangeKey): KeyWrite {
  return {
    action: "key.changed",
    power: "own",
    detail: detailOf(key, change),
    workspaces: change.workspaces,
    statement: update(act, key, change),
    dependents: (auditId) => replaceWorkspaces(act, key.id, { auditId, workspaces: change.workspaces }),
  };
}

/** Sets the columns given and no others, for triggers go by the columns that a statement names. */
function update(act: Act, key: Key, change: ChangeKey): D1PreparedStatement {
  const columns = [["updated_at", act.now] as const, ...columnsOf(change)];
  const assignments = columns.map(([column], index) => `${column} = ?${index + 3}`).join(", ");
  // NOTE: any other change has moved `updated_at` by then, a revocation too: see the trigger `keys_touched`.
  return act.db
    .prepare(`UPDATE keys SET ${assignments} WHERE id = ?1 AND updated_at = ?2`)
    .bind(key.id, Date.parse(key.updated_at), ...columns.map(([, value]) => value));
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
