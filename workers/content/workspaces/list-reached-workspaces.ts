/** The workspaces of the principal, with the names that people gave them. */
import { z } from "zod";
import { type ReachedWorkspaces, reachedWorkspacesSchema } from "#shared/content/workspaces.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import type { ContentDeps } from "../deps.ts";
import { reachedWorkspaceIds } from "../reach.ts";

const rowsSchema = z.array(z.object({ id: z.string(), name: z.string() }));

/** By name. There is no further page: a key reaches at most WORKSPACES_PER_KEY_MAX. Never refused. */
export async function listReachedWorkspaces(
  deps: ContentDeps,
  principal: Principal,
): Promise<Result<ReachedWorkspaces, Refusal>> {
  // NOTE: one JSON parameter, because D1 binds at most 100 and a key may reach more workspaces.
  const { results } = await deps.db
    .prepare("SELECT id, name FROM workspace WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY name, id")
    .bind(JSON.stringify(reachedWorkspaceIds(principal)))
    .all();
  const roles = new Map<string, string>(principal.workspaces.map(({ id, role }) => [id, role]));
  const data = rowsSchema.parse(results).map(({ id, name }) => ({ id, name, role: roles.get(id) }));
  return ok(reachedWorkspacesSchema.parse({ data }));
}
