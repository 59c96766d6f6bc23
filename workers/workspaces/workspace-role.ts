/** What the caller is in a workspace, and whether that is enough. Pure. */
import type { WorkspaceId } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Role } from "#shared/scopes.ts";

/** The caller's role; a workspace out of the key's reach is as unknown as any other. */
export function roleIn(principal: Principal, id: WorkspaceId): Result<Role, Refusal> {
  const reached = principal.workspaces.find((workspace) => workspace.id === id);
  return reached === undefined ? err({ code: "not_found", what: "workspace" }) : ok(reached.role);
}

/** The role of who runs the workspace. Refusals: `not_found`, `not_permitted` for a mere member. */
export function runningRoleIn(principal: Principal, id: WorkspaceId): Result<Role, Refusal> {
  const role = roleIn(principal, id);
  return role.ok && role.value === "member" ? err(ONLY_WHO_RUNS_IT) : role;
}

/** Refuses who does not run the workspace; only an owner may make, change or remove another one. */
export function refuseOverMember(caller: Role, member: Role): Refusal | null {
  if (caller === "member") return { code: "not_permitted", reason: "Only owners and admins manage members." };
  if (caller === "admin" && member === "owner") {
    return { code: "not_permitted", reason: "Only an owner can add, change or remove an owner." };
  }
  return null;
}

const ONLY_WHO_RUNS_IT: Refusal = {
  code: "not_permitted",
  reason: "Only owners and admins of the workspace can do this.",
};
