/**
 * What a person may put on a key: scopes by their roles, workspaces by their memberships and by what those ask of keys,
 * as all of it is in D1 now. One statement.
 */
import type { EpochMs } from "#shared/brand.ts";
import type { WorkspaceId } from "#shared/ids.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { grantableScopes, type Scope } from "#shared/scopes.ts";
import type { Act } from "#workers/audit/act.ts";
import { readKeyPolicies } from "#workers/db/key-policies.ts";
import { refuseByPolicy } from "./key-policy.ts";

type Wish = {
  /** Those to be given. */
  readonly scopes?: readonly Scope[] | undefined;
  /** Those that the key will reach. */
  readonly workspaces: readonly WorkspaceId[];
  /** Those of them that it does not reach yet. */
  readonly added: readonly WorkspaceId[];
  /** When it will end; `null`: never. */
  readonly expiresAt: EpochMs | null;
  /** Whether that is being said now, or was said before. */
  readonly expiry: "new" | "kept";
};

/**
 * Refuses what the owner lacks: a workspace of others as if it did not exist, a scope with the reason; then what a
 * workspace's policy rules out. Who is removed meanwhile gains nothing: see `reach-sql.ts`, and for scopes `grantedBy`
 * in the gate's `decide.ts`. A policy that is tightened meanwhile holds for what is asked after it was answered.
 */
export async function checkGrantable(act: Act, wish: Wish): Promise<Result<null, Refusal>> {
  const policies = await readKeyPolicies(act.db, wish.workspaces, act.principal.userId);
  const known = new Set(policies.map((policy) => policy.id));
  if (!wish.workspaces.every((id) => known.has(id))) return err({ code: "not_found", what: "workspace" });
  const allowed = grantableScopes(policies.map((policy) => policy.role));
  const lacking = (wish.scopes ?? []).filter((scope) => !allowed.includes(scope));
  if (lacking.length > 0) {
    const reason = `Only an owner or admin of a workspace that the key reaches can give it ${lacking.join(" and ")}.`;
    return err({ code: "not_permitted", reason });
  }
  const refusal = refuseByPolicy(policies, { ...wish, now: act.now });
  return refusal === null ? ok(null) : err(refusal);
}
