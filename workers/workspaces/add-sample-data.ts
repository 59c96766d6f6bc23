/** Fills an empty workspace with something to look at and to connect to. */
import {
  type AuditId,
  auditIdSchema,
  automationIdSchema,
  documentIdSchema,
  eventIdSchema,
  newId,
  productionItemIdSchema,
  type WorkspaceId,
} from "#shared/ids.ts";
import type { SampleData } from "#shared/management/workspaces.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { isMissingReference } from "#workers/db/storage-unavailable.ts";
import { WORKSPACE_CONTENT_TABLES } from "#workers/db/workspace-content.ts";
import { SAMPLE_AUTOMATIONS } from "./sample/automations.ts";
import { dayAt } from "./sample/day.ts";
import { SAMPLE_DOCUMENTS } from "./sample/documents.ts";
import { sampleEvents } from "./sample/events.ts";
import { SAMPLE_ITEMS } from "./sample/production.ts";
import { runningRoleIn } from "./workspace-role.ts";

/** How many of each. Refusals: `not_found`, `not_permitted`, `conflict` (not empty; also for the later of two at once). */
export async function addSampleData(act: Act, id: WorkspaceId): Promise<Result<SampleData, Refusal>> {
  const role = runningRoleIn(act.principal, id);
  if (!role.ok) return role;
  const rows = sampleRows(act);
  const counts: SampleData = {
    events: rows.events.length,
    documents: rows.documents.length,
    production_items: rows.items.length,
    automations: rows.automations.length,
  };
  try {
    return (await insertAll(act, id, { rows, counts })) ? ok(counts) : err(NOT_EMPTY);
  } catch (error) {
    if (isMissingReference(error)) return err({ code: "not_found", what: "workspace" });
    throw error;
  }
}

type Rows = Readonly<Record<"events" | "documents" | "items" | "automations", readonly object[]>>;

/** The rows as the statements below read them. */
function sampleRows({ now, mint }: Act): Rows {
  const events = sampleEvents(now).map((event) => Object.assign(event, { id: newId(eventIdSchema, "evt", mint) }));
  const eventIds = new Map(events.map((event) => [event.name, event.id]));
  return {
    events,
    documents: SAMPLE_DOCUMENTS.map(({ event, title, body }) => ({
      id: newId(documentIdSchema, "doc", mint),
      eventId: event === null ? null : eventIds.get(event),
      title,
      body,
    })),
    items: SAMPLE_ITEMS.map(({ event, department, title, status, dueInDays, assignee, note }) => ({
      id: newId(productionItemIdSchema, "itm", mint),
      eventId: eventIds.get(event),
      dueAt: dueInDays === null ? null : dayAt(now, dueInDays, DUE_HOUR),
      department,
      title,
      status,
      assignee,
      note,
    })),
    automations: SAMPLE_AUTOMATIONS.map(({ name, description, url, inputSchema }) => ({
      id: newId(automationIdSchema, "aut", mint),
      inputSchema: JSON.stringify(inputSchema),
      name,
      description,
      url,
    })),
  };
}

/** Things are due at the end of a working day. */
const DUE_HOUR = 16;

type Filling = { readonly rows: Rows; readonly counts: SampleData };

async function insertAll(act: Act, id: WorkspaceId, { rows, counts }: Filling): Promise<boolean> {
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "workspace.sample_data_added",
    actor: actorOf(act),
    target: { type: "workspace", id },
    detail: counts,
    workspaces: [id],
  });
  const insert = (sql: string, values: readonly object[], guard: AuditId | null): D1PreparedStatement =>
    act.db
      .prepare(`${sql} FROM json_each(?2) WHERE ${guard === null ? IF_EMPTY : IF_RECORDED.replace("?1", "?4")}`)
      .bind(id, JSON.stringify(values), act.now, ...(guard === null ? [] : [guard]));
  const statements = [
    insert(INSERT_EVENTS, rows.events, null),
    ...audit,
    insert(INSERT_DOCUMENTS, rows.documents, auditId),
    insert(INSERT_ITEMS, rows.items, auditId),
    insert(INSERT_AUTOMATIONS, rows.automations, auditId),
  ];
  return (await commit(act.db, { auditId, credentials: [], statements })).applied;
}

/** Part of the first statement, so that of two at once the later finds the rows of the other. */
const IF_EMPTY = WORKSPACE_CONTENT_TABLES.map(
  (table) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE workspace_id = ?1)`,
).join(" AND ");

// `?1` is the workspace, `?2` the rows as JSON, `?3` is now.
const INSERT_EVENTS = `
INSERT INTO events (id, workspace_id, title, venue, starts_at, ends_at, status, notes, created_at, updated_at)
SELECT value->>'id', ?1, value->>'title', value->>'venue', value->>'startsAt', value->>'endsAt', value->>'status',
  value->>'notes', ?3, ?3`;

const INSERT_DOCUMENTS = `
INSERT INTO documents (id, workspace_id, event_id, title, body, created_at, updated_at)
SELECT value->>'id', ?1, value->>'eventId', value->>'title', value->>'body', ?3, ?3`;

const INSERT_ITEMS = `
INSERT INTO production_items (id, workspace_id, event_id, department, title, status, due_at, assignee, note, created_at,
  updated_at)
SELECT value->>'id', ?1, value->>'eventId', value->>'department', value->>'title', value->>'status', value->>'dueAt',
  value->>'assignee', value->>'note', ?3, ?3`;

const INSERT_AUTOMATIONS = `
INSERT INTO automations (id, workspace_id, name, description, input_schema, url, created_at, updated_at)
SELECT value->>'id', ?1, value->>'name', value->>'description', value->>'inputSchema', value->>'url', ?3, ?3`;

const NOT_EMPTY: Refusal = {
  code: "conflict",
  reason: "The workspace is not empty. Sample data goes into an empty one.",
};
