/**
 * The audit log as a file: what the list shows, newest first. Which entries those are is looked up once; they are read
 * and sent page by page, so that a long log costs no memory. A failure on the way breaks the transfer off, so that no
 * part is taken for the whole.
 */
import { AUDIT_EXPORT_PAGE, AUDIT_EXPORT_ROWS_MAX } from "#shared/limits.ts";
import type { AuditLogEntry } from "#shared/management/audit.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import {
  type AuditRow,
  type AuditWish,
  entryFromRow,
  readAuditIds,
  readAuditRowsById,
  refuseSpan,
} from "./audit-rows.ts";
import { csvLine } from "#shared/csv-lines.ts";

/** `isWhole` false: there are older entries that the bound left out. */
export type AuditExport = { readonly csv: ReadableStream<Uint8Array>; readonly isWhole: boolean };

/** What is refused, and an outage at the start, is known before anything is sent. Refusal: `invalid_request` (span). */
export async function exportAudit(db: D1Database, wish: AuditWish): Promise<Result<AuditExport, Refusal>> {
  const span = refuseSpan(wish.filters);
  if (!span.ok) return span;
  const ids = await readAuditIds(db, wish, AUDIT_EXPORT_ROWS_MAX + 1);
  const pages = pagesOf(ids.slice(0, AUDIT_EXPORT_ROWS_MAX));
  const csv = stream(pages, (page) => readAuditRowsById(db, wish.viewer, page));
  return ok({ csv, isWhole: ids.length <= AUDIT_EXPORT_ROWS_MAX });
}

function pagesOf(ids: readonly string[]): string[][] {
  const starts = Array.from(
    { length: Math.ceil(ids.length / AUDIT_EXPORT_PAGE) },
    (_, page) => page * AUDIT_EXPORT_PAGE,
  );
  return starts.map((start) => ids.slice(start, start + AUDIT_EXPORT_PAGE));
}

type ReadPage = (ids: readonly string[]) => Promise<AuditRow[]>;

function stream(pages: readonly (readonly string[])[], read: ReadPage): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const left = pages.values();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(csvLine(COLUMNS)));
    },
    async pull(controller) {
      const { value: page } = left.next();
      if (page === undefined) controller.close();
      else controller.enqueue(encoder.encode((await read(page)).map(lineOf).join("")));
    },
  });
}

/** API: columns are added at the end, and none is renamed. */
const COLUMNS = [
  "id",
  "at",
  "action",
  "actor_user_id",
  "actor_name",
  "actor_credential_id",
  "target_type",
  "target_id",
  "target_name",
  "ip",
  "user_agent",
  "request_id",
  "detail",
] as const;

function lineOf(row: AuditRow): string {
  const entry = entryFromRow(row);
  return csvLine(COLUMNS.map((column) => cellOf(entry, column)));
}

function cellOf(entry: AuditLogEntry, column: (typeof COLUMNS)[number]): string | null {
  switch (column) {
    case "actor_user_id":
      return entry.actor.user_id;
    case "actor_name":
      return entry.actor.name;
    case "actor_credential_id":
      return entry.actor.credential_id;
    case "target_type":
      return entry.target.type;
    case "target_id":
      return entry.target.id;
    case "target_name":
      return entry.target.name;
    case "detail":
      return JSON.stringify(entry.detail);
    case "id":
    case "at":
    case "action":
    case "ip":
    case "user_agent":
    case "request_id":
      return entry[column];
  }
}
