/**
 * The one rule of who sees what: content is in reach when its workspace is among the principal's. What is out of reach is
 * refused exactly like what does not exist. Pure.
 */
import type { WorkspaceId } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";

/** The workspaces that the principal reaches now. */
export function reachedWorkspaceIds(principal: Principal): readonly WorkspaceId[] {
  return principal.workspaces.map(({ id }) => id);
}

/**
 * The workspace that a list or a creation is about: the requested one, or else the only one in reach.
 * Refusals: `not_found` for one out of reach, `workspace_required` when none was named and the choice is not clear.
 */
export function resolveWorkspace(principal: Principal, requested: string | undefined): Result<WorkspaceId, Refusal> {
  const reached = reachedWorkspaceIds(principal);
  if (requested === undefined) {
    const [only] = reached;
    return only !== undefined && reached.length === 1 ? ok(only) : err({ code: "workspace_required" });
  }
  const found = reached.find((id) => id === requested);
  return found === undefined ? err({ code: "not_found", what: "workspace" }) : ok(found);
}

/** A row as found by its id, if its workspace is in reach; otherwise `not_found`, whichever of the two it was. */
export function inReach<Row extends { readonly workspaceId: string }>(
  principal: Principal,
  row: Row | undefined,
  what: string,
): Result<Row, Refusal> {
  const reached = row !== undefined && principal.workspaces.some(({ id }) => id === row.workspaceId);
  return reached ? ok(row) : err({ code: "not_found", what });
}
