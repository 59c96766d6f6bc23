/** The runs of an automation, the latest first. One that never ended, for its isolate died, stays "running". */
import { and, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { AutomationRunPage, ListRunsInput } from "#shared/content/automations.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { session, user } from "#workers/db/auth-schema.ts";
import { automationRuns } from "#workers/db/content-schema.ts";
import { connectedApps, keys } from "#workers/db/schema.ts";
import type { ContentDeps } from "../deps.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { findAutomation } from "./automation-rows.ts";
import { toPastRun } from "./run-rows.ts";

const positionSchema = z.tuple([z.literal("runs"), z.number(), z.string()]);

/** Refusals: `not_found`, and `invalid_request` for a bad cursor. */
export async function listRuns(
  deps: ContentDeps,
  principal: Principal,
  input: ListRunsInput,
): Promise<Result<AutomationRunPage, Refusal>> {
  const found = await findAutomation(deps, principal, input.id);
  if (!found.ok) return found;
  const position = readPosition(input.cursor, positionSchema);
  if (!position.ok) return position;
  const rows = await drizzle(deps.db)
    .select({ ...getTableColumns(automationRuns), userId: user.id, userName: user.name })
    .from(automationRuns)
    .leftJoin(keys, eq(keys.id, automationRuns.credentialId))
    .leftJoin(connectedApps, eq(connectedApps.id, automationRuns.credentialId))
    .leftJoin(session, eq(session.id, automationRuns.credentialId))
    .leftJoin(user, eq(user.id, sql`coalesce(${keys.ownerId}, ${connectedApps.ownerId}, ${session.userId})`))
    .where(and(eq(automationRuns.automationId, input.id), before(position.value)))
    .orderBy(desc(automationRuns.startedAt), desc(automationRuns.id))
    .limit(input.limit + 1);
  return ok(toPage(rows, { limit: input.limit, item: toPastRun, place: (row) => ["runs", row.startedAt, row.id] }));
}

function before(position: z.output<typeof positionSchema> | null): SQL | undefined {
  if (position === null) return undefined;
  return sql`(${automationRuns.startedAt}, ${automationRuns.id}) < (${position[1]}, ${position[2]})`;
}
