/**
 * Clears away what deleted workspaces held, a slice at a time: one long transaction would keep everybody else waiting.
 * Nobody reaches any of it by then. Cut off at any point, it is gone on with by the cron.
 */
import { z } from "zod";
import { type WorkspaceId, workspaceIdSchema } from "#shared/ids.ts";
import { isMissingReference } from "#workers/db/storage-unavailable.ts";
import { type Clearing, WORKSPACE_CLEARING } from "#workers/db/workspace-content.ts";

export type Clear = {
  readonly db: D1Database;
  readonly clock: () => number;
  /** By that clock: no further slice is begun after it. */
  readonly untilMs: number;
};

/** Whether the workspace is gone; otherwise time is over, or something came into it meanwhile. */
export async function clearWorkspace(clear: Clear, id: WorkspaceId): Promise<boolean> {
  for (const step of WORKSPACE_CLEARING) {
    if (!(await clearTable(clear, id, step))) return false;
  }
  try {
    await clear.db.prepare("DELETE FROM workspace WHERE id = ?1 AND deleted_at IS NOT NULL").bind(id).run();
    return true;
  } catch (error) {
    if (isMissingReference(error)) return false;
    throw error;
  }
}

async function clearTable({ db, clock, untilMs }: Clear, id: WorkspaceId, step: Clearing): Promise<boolean> {
  for (;;) {
    const { results } = await db.prepare(step.sql).bind(id, step.rowsAtOnce).all();
    if (results.length < step.rowsAtOnce) return true;
    if (clock() >= untilMs) return false;
  }
}

const WORKSPACES_AT_ONCE = 50;
const idRow = z.object({ id: workspaceIdSchema });

/** The cron's part; returns how many workspaces are gone now. */
export async function clearWorkspaces(clear: Clear): Promise<number> {
  const { results } = await clear.db
    .prepare("SELECT id FROM workspace WHERE deleted_at IS NOT NULL ORDER BY deleted_at LIMIT ?1")
    .bind(WORKSPACES_AT_ONCE)
    .all();
  let gone = 0;
  for (const row of results) {
    if (await clearWorkspace(clear, idRow.parse(row).id)) gone += 1;
    if (clear.clock() >= clear.untilMs) break;
  }
  return gone;
}
