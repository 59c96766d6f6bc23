/** A run between its row and the wire. */
import { type AutomationRun, runSchema } from "#shared/content/automations.ts";
import { isoTime } from "#shared/content/times.ts";
import type { automationRuns } from "#workers/db/schema.ts";

export type RunRow = typeof automationRuns.$inferSelect;

/** The row as surfaces show it. */
export function toRun(row: RunRow): AutomationRun {
  return runSchema.parse({
    id: row.id,
    automation_id: row.automationId,
    status: row.status,
    started_at: isoTime(row.startedAt),
    duration_ms: row.durationMs,
    response_status: row.responseStatus,
    response_excerpt: row.responseExcerpt,
    error: row.error,
  });
}
