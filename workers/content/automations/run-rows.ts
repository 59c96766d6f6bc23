/** A run between its row and the wire. */
import { type AutomationRun, type PastAutomationRun, runSchema } from "#shared/content/automations.ts";
import { isoTime } from "#shared/content/times.ts";
import { userIdSchema } from "#shared/ids.ts";
import type { automationRuns } from "#workers/db/content-schema.ts";

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

/** A row with the person behind its credential, as far as that still exists. */
export type PastRunRow = RunRow & { readonly userId: string | null; readonly userName: string | null };

/** The row as a history shows it. A key's or an app's name is its owner's business, so only the person is named. */
export function toPastRun(row: PastRunRow): PastAutomationRun {
  return { ...toRun(row), started_by: startedBy(row) };
}

function startedBy({ credentialId, userId, userName }: PastRunRow): PastAutomationRun["started_by"] {
  if (credentialId === null) return null;
  const user = userId === null || userName === null ? null : { id: userIdSchema.parse(userId), name: userName };
  return { user, credential: kindOf(credentialId) };
}

function kindOf(credentialId: string): NonNullable<PastAutomationRun["started_by"]>["credential"] {
  if (credentialId.startsWith("ses_")) return "session";
  return credentialId.startsWith("app_") ? "app" : "key";
}
