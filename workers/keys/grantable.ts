/** What a person may put on a key: scopes by their roles, workspaces by their memberships, as they are in D1 now. */
import { z } from "zod";
import type { UserId, WorkspaceId } from "#shared/ids.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { grantableScopes, roleSchema, type Scope } from "#shared/scopes.ts";

type Wish = {
  readonly scopes?: readonly Scope[] | undefined;
  readonly workspaces?: readonly WorkspaceId[] | undefined;
};

const membershipRow = z.object({ workspace_id: z.string(), role: roleSchema });

/**
 * Refuses what the owner lacks: a workspace of others as if it did not exist, a scope with the reason. Who is removed
 * meanwhile gains nothing: see `reach-sql.ts`.
 */
export async function checkGrantable(db: D1Database, ownerId: UserId, wish: Wish): Promise<Result<null, Refusal>> {
  const { results } = await db.prepare("SELECT workspace_id, role FROM member WHERE user_id = ?1").bind(ownerId).all();
  const memberships = results.map((row) => membershipRow.parse(row));
  const reachable = new Set(memberships.map((membership) => membership.workspace_id));
  if (wish.workspaces?.some((id) => !reachable.has(id)) === true) {
    return err({ code: "not_found", what: "workspace" });
  }
  const allowed = grantableScopes(memberships.map((membership) => membership.role));
  const lacking = (wish.scopes ?? []).filter((scope) => !allowed.includes(scope));
  if (lacking.length === 0) return ok(null);
  const reason = `Only owners and admins of a workspace can give a key the scope ${lacking.join(" and ")}.`;
  return err({ code: "not_permitted", reason });
}
