/** What every change of an existing key shares: look, permission, one batch, propagation, and the key as it is then. */
import { auditIdSchema, type AuditId, type KeyId, newId, type WorkspaceId } from "#shared/ids.ts";
import type { ChangedKey, Key } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, type AuditAction, auditStatements } from "#workers/audit/audit-entry.ts";
import { commit, type Committed } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { findKey } from "./key-rows.ts";
import { type KeyPower, refusePower } from "./permitted.ts";

export type KeyWrite = {
  readonly action: AuditAction;
  readonly power: KeyPower;
  /** For the audit log; no secrets. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** Workspaces that it concerns besides those that the key reaches until now. */
  readonly workspaces?: readonly WorkspaceId[] | undefined;
  /** The write itself; its WHERE guards the state it needs, so that two at once cannot both apply wrongly. */
  readonly statement: D1PreparedStatement;
  /** Made only if the guarded write was. */
  readonly dependents?: (auditId: AuditId) => readonly D1PreparedStatement[];
};

/** The key, if it can be seen and this may be done to it. */
export async function keyForPower(act: Act, id: KeyId, power: KeyPower): Promise<Result<Key, Refusal>> {
  const { userId } = act.principal;
  const key = await findKey(act.db, { userId, now: act.now }, id);
  if (key === null) return err({ code: "not_found", what: "key" });
  const refusal = refusePower(userId, key, power);
  return refusal === null ? ok(key) : err(refusal);
}

/** One batch: the guarded write, its audit entry, what depends on it. */
export function commitKeyWrite(act: Act, key: Key, write: KeyWrite): Promise<Committed> {
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: write.action,
    actor: actorOf(act),
    target: { type: "key", id: key.id },
    detail: { name: key.name, hint: key.hint, ...write.detail },
    workspaces: [...new Set([...key.workspaces.map((workspace) => workspace.id), ...(write.workspaces ?? [])])],
  });
  const dependents = write.dependents?.(auditId) ?? [];
  return commit(act.db, { auditId, credentials: [key.id], statements: [write.statement, ...audit, ...dependents] });
}

/**
 * Writes, makes it true everywhere, and answers with the key as it is then. Where the guard did not match, `settled`
 * says whether that is as good (it was done before, and its receipt covers that) or why not.
 */
export async function writeKey(
  act: Act,
  id: KeyId,
  how: { readonly write: KeyWrite; readonly settled: (key: Key) => Refusal | null },
): Promise<Result<ChangedKey, Refusal>> {
  const before = await keyForPower(act, id, how.write.power);
  if (!before.ok) return before;
  const committed = await commitKeyWrite(act, before.value, how.write);
  const propagation = await propagate(act, committed);
  const key = await findKey(act.db, { userId: act.principal.userId, now: act.now }, id);
  if (key === null) return err({ code: "not_found", what: "key" });
  const refusal = committed.applied ? null : how.settled(key);
  return refusal === null ? ok({ key, propagation }) : err(refusal);
}

/** The answer to a change of a key that is revoked for good. */
export const REVOKED_FOR_GOOD: Refusal = { code: "conflict", reason: "The key is revoked, and that is for good." };

/** The answer to a change of a legacy token: what it may do is what was imported, until it ends. */
export const LEGACY_STAYS: Refusal = {
  code: "conflict",
  reason:
    "A legacy token can be renamed, disabled, revoked and deleted, nothing else. Create a key to replace it, and revoke it then.",
};
