/** Who did what, newest first: own acts, those on own keys, and those that concern a workspace which the viewer runs. */
import { z } from "zod";
import type { UserId } from "#shared/ids.ts";
import type { AuditLogEntry, ListAudit } from "#shared/management/audit.ts";
import type { Page } from "#shared/paging.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";
import { entryFromRow, readAuditRows, refuseSpan } from "./audit-rows.ts";

const positionSchema = z.tuple([z.literal("audit"), z.number(), z.string()]);

/** One page. Refusal: `invalid_request` for a cursor that is none of this list, and a span without a time in it. */
export async function listAudit(
  db: D1Database,
  viewer: UserId,
  wish: ListAudit,
): Promise<Result<Page<AuditLogEntry>, Refusal>> {
  const span = refuseSpan(wish);
  if (!span.ok) return span;
  const position = readPosition(wish.cursor, positionSchema);
  if (!position.ok) return position;
  const after = position.value === null ? null : { at: position.value[1], id: position.value[2] };
  const rows = await readAuditRows(db, { viewer, filters: wish }, { after, limit: wish.limit + 1 });
  return ok(toPage(rows, { limit: wish.limit, item: entryFromRow, place: (row) => ["audit", row.at, row.id] }));
}
