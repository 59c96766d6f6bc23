/** The automations of a workspace, the oldest first. */
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { AutomationPage, ListAutomationsInput } from "#shared/content/automations.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { automations } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { resolveWorkspace } from "../reach.ts";
import { toAutomation } from "./automation-rows.ts";

const positionSchema = z.tuple([z.literal("automations"), z.number(), z.string()]);

/** Refusals: those of the workspace, and `invalid_request` for a bad cursor. */
export async function listAutomations(
  deps: ContentDeps,
  principal: Principal,
  input: ListAutomationsInput,
): Promise<Result<AutomationPage, Refusal>> {
  const workspace = resolveWorkspace(principal, input.workspace);
  if (!workspace.ok) return workspace;
  const position = readPosition(input.cursor, positionSchema);
  if (!position.ok) return position;
  const rows = await drizzle(deps.db)
    .select()
    .from(automations)
    .where(and(eq(automations.workspaceId, workspace.value), after(position.value)))
    .orderBy(asc(automations.createdAt), asc(automations.id))
    .limit(input.limit + 1);
  return ok(
    toPage(rows, {
      limit: input.limit,
      item: (row) => toAutomation(row, principal),
      place: (row) => ["automations", row.createdAt, row.id],
    }),
  );
}

function after(position: z.output<typeof positionSchema> | null): SQL | undefined {
  if (position === null) return undefined;
  return sql`(${automations.createdAt}, ${automations.id}) > (${position[1]}, ${position[2]})`;
}
