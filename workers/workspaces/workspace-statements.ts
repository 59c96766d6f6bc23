/** The rows of a new workspace, for whoever makes one: a member later, the first owner at setup. */
import type { WorkspaceId } from "#shared/ids.ts";
import type { Act } from "#workers/audit/act.ts";
import { slugsFor } from "./slug.ts";

type NewWorkspace = { readonly id: WorkspaceId; readonly name: string; readonly ownerId: string };

/** The workspace and its owner's membership, in this order. */
export function workspaceStatements(
  act: Omit<Act, "principal">,
  { id, name, ownerId }: NewWorkspace,
): [D1PreparedStatement, D1PreparedStatement] {
  const slugs = slugsFor(name, act.mint(16));
  return [
    act.db.prepare(INSERT_WORKSPACE).bind(id, name, act.now, slugs.plain, slugs.tailed),
    act.db
      .prepare("INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?1, ?2, ?3, 'owner', ?4)")
      .bind(`mem_${act.mint(16)}`, id, ownerId, act.now),
  ];
}

/** The choice between the slugs is part of the statement, so that two at once cannot both find one free. */
const INSERT_WORKSPACE = `
INSERT INTO workspace (id, name, slug, created_at)
VALUES (?1, ?2, CASE WHEN EXISTS (SELECT 1 FROM workspace WHERE slug = ?4) THEN ?5 ELSE ?4 END, ?3)`;
