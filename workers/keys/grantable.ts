/** What a person may put on a key: scopes by their roles, workspaces by their memberships, as they are in D1 now. */
import { z } from "zod";
import { type UserId, type WorkspaceId, workspaceIdSchema } from "#shared/ids.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import { grantableScopes, type Scope } from "#shared/scopes.ts";

type Wish = {
  /** Those to be given. */
  readonly scopes?: readonly Scope[] | undefined;
  /** Those that the key will reach. */
  readonly workspaces: readonly WorkspaceId[];
};

const membershipRow = z.object({ workspace_id: workspaceIdSchema, role: roleSchema });

/**
 * Refuses what the owner lacks: a workspace of others as if it did not exist, a scope with the reason. Who is removed
 * meanwhile gains nothing: see `reach-sql.ts`, and for scopes `grantedBy` in the gate's `decide.ts`.
 */
export async function checkGrantable(db: D1Database, ownerId: UserId, wish: Wish): Promise<Result<null, Refusal>> {
  const { results } = await db.prepare("SELECT workspace_id, role FROM member WHERE user_id = ?1").bind(ownerId).all();
  const memberships = results.map((row) => membershipRow.parse(row));
  const roles = new Map(memberships.map((membership) => [membership.workspace_id, membership.role]));
  const reached = wish.workspaces.map((id) => roles.get(id)).filter((role) => role !== undefined);
  if (reached.length < wish.workspaces.length) return err({ code: "not_found", what: "workspace" });
  const allowed = grantableScopes(reached);
  const lacking = (wish.scopes ?? []).filter((scope) => !allowed.includes(scope));
  if (lacking.length === 0) return ok(null);
  const reason = `Only an owner or admin of a workspace that the key reaches can give it ${lacking.join(" and ")}.`;
  return err({ code: "not_permitted", reason });
}
