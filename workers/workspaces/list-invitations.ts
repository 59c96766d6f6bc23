/** Who is invited to a workspace and has not come yet. For who runs it. */
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import type { WorkspaceId } from "#shared/ids.ts";
import type { Invitation } from "#shared/management/invitations.ts";
import type { PageQuery } from "#shared/management/workspaces.ts";
import type { Page } from "#shared/paging.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { invitationRow, SELECT_INVITATIONS, toInvitation } from "./invitation-rows.ts";
import { runningRoleIn } from "./workspace-role.ts";

const positionSchema = z.tuple([z.literal("invitations"), z.number(), z.string()]);

type Means = { readonly db: D1Database; readonly principal: Principal; readonly now: EpochMs };

/** One page, the newest first. Refusals: `not_found` (workspace), `not_permitted`, `invalid_request` (cursor). */
export async function listInvitations(
  means: Means,
  workspaceId: WorkspaceId,
  query: PageQuery,
): Promise<Result<Page<Invitation>, Refusal>> {
  const role = runningRoleIn(means.principal, workspaceId);
  if (!role.ok) return role;
  const position = readPosition(query.cursor, positionSchema);
  if (!position.ok) return position;
  const [, createdAt, id] = position.value ?? [null, null, null];
  const { results } = await means.db
    .prepare(LIST)
    .bind(workspaceId, means.now, createdAt, id, query.limit + 1)
    .all();
  const rows = results.map((row) => invitationRow.parse(row));
  const place = (row: (typeof rows)[number]): [string, number, string] => ["invitations", row.created_at, row.id];
  return ok(toPage(rows, { limit: query.limit, item: toInvitation, place }));
}

const LIST = `${SELECT_INVITATIONS}
AND (?3 IS NULL OR (i.created_at, i.id) < (?3, ?4))
ORDER BY i.created_at DESC, i.id DESC LIMIT ?5`;
