/** The rows of a new workspace, for whoever makes one: a member later, the first owner at setup. */
import type { WorkspaceId } from "#shared/ids.ts";
import type { Act } from "#workers/audit/act.ts";

type NewWorkspace = { readonly id: WorkspaceId; readonly name: string; readonly ownerId: string };

/** The workspace and its owner's membership, in this order. */
export function workspaceStatements(
  act: Omit<Act, "principal">,
  { id, name, ownerId }: NewWorkspace,
): [D1PreparedStatement, D1PreparedStatement] {
  return [
    act.db
      .prepare("INSERT INTO workspace (id, name, slug, created_at) VALUES (?1, ?2, ?1, ?3)")
      .bind(id, name, act.now),
    act.db
      .prepare("INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?1, ?2, ?3, 'owner', ?4)")
      .bind(`mem_${act.mint(16)}`, id, ownerId, act.now),
  ];
}
