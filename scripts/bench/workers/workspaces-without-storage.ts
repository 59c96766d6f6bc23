/**
 * Stands in for the use case behind the tool `list_workspaces`, which asks D1 for the names: what is measured of a tool
 * call is the protocol, so this one answers from what the principal says already.
 */
import type { ReachedWorkspaces } from "#shared/content/workspaces.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { SEEDED } from "./seeded.ts";

/** Never refused. */
export function listReachedWorkspaces(
  _deps: unknown,
  { workspaces }: Principal,
): Promise<Result<ReachedWorkspaces, Refusal>> {
  const data = workspaces.map(({ id, role }) => ({ id, name: SEEDED.workspaceName, role }));
  return Promise.resolve(ok({ data }));
}
