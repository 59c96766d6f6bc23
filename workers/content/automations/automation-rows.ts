/** An automation between its row and the wire. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { type Automation, automationSchema } from "#shared/content/automations.ts";
import { isoTime } from "#shared/content/times.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import { automations } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { inReach } from "../reach.ts";

export type AutomationRow = typeof automations.$inferSelect;

const storedSchema = z.record(z.string(), z.unknown());

/** The automation of that id; `not_found` when there is none or it is out of reach. */
export async function findAutomation(
  deps: ContentDeps,
  principal: Principal,
  id: string,
): Promise<Result<AutomationRow, Refusal>> {
  const [row] = await drizzle(deps.db).select().from(automations).where(eq(automations.id, id));
  return inReach(principal, row, "automation");
}

/** The JSON Schema as it was stored. */
export function inputSchemaOf(row: AutomationRow): Record<string, unknown> {
  return storedSchema.parse(JSON.parse(row.inputSchema));
}

/**
 * The row as surfaces show it. The address is only for those who may change it: whoever knows n8n's or Make's webhook
 * address can call it around every check made here.
 */
export function toAutomation(row: AutomationRow, principal: Principal): Automation {
  return automationSchema.parse({
    id: row.id,
    workspace_id: row.workspaceId,
    name: row.name,
    description: row.description,
    input_schema: inputSchemaOf(row),
    host: new URL(row.url).host,
    url: principal.scopes.includes("mcp:write") ? row.url : null,
    created_at: isoTime(row.createdAt),
    updated_at: isoTime(row.updatedAt),
  });
}
