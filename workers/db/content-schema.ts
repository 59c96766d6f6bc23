/** The tables of what keys open: events, documents, production items, automations. Conventions as in `schema.ts`. */
import { type SQL, sql } from "drizzle-orm";
import { type AnySQLiteColumn, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { workspace } from "./auth-schema.ts";

export const events = sqliteTable(
  "events",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspace.id),
    title: text("title").notNull(),
    venue: text("venue"),
    startsAt: integer("starts_at").notNull(),
    endsAt: integer("ends_at"),
    status: text("status", { enum: ["draft", "confirmed", "live", "done", "cancelled"] }).notNull(),
    notes: text("notes"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("events_workspace_starts_idx").on(table.workspaceId, table.startsAt, table.id)],
);

export const documents = sqliteTable(
  "documents",
  {
    /** The row id of the full-text index; explicit, for SQLite may renumber an implicit one. */
    number: integer("number").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspace.id),
    eventId: text("event_id").references(() => events.id, { onDelete: "set null" }),
    title: text("title").notNull(),
    body: text("body").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    index("documents_workspace_updated_idx").on(table.workspaceId, table.updatedAt, table.id),
    index("documents_event_idx").on(table.eventId),
  ],
);

/** Sorts items without a due time after all others: the last moment that ISO 8601 can write. */
export const NEVER_DUE_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The due time as lists sort by it; indexes and queries must say it in the same words. */
function dueOrder(dueAt: AnySQLiteColumn): SQL {
  return sql`coalesce(${dueAt}, ${sql.raw(String(NEVER_DUE_MS))})`;
}

export const productionItems = sqliteTable(
  "production_items",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspace.id),
    eventId: text("event_id")
      .notNull()
      .references(() => events.id, { onDelete: "cascade" }),
    department: text("department").notNull(),
    title: text("title").notNull(),
    status: text("status", { enum: ["planned", "in_progress", "blocked", "ready", "done"] }).notNull(),
    dueAt: integer("due_at"),
    assignee: text("assignee"),
    note: text("note"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    index("production_items_event_due_idx").on(table.eventId, dueOrder(table.dueAt), table.id),
    index("production_items_workspace_due_idx").on(table.workspaceId, dueOrder(table.dueAt), table.id),
  ],
);

export const automations = sqliteTable(
  "automations",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspace.id),
    name: text("name").notNull(),
    description: text("description").notNull(),
    inputSchema: text("input_schema").notNull(),
    url: text("url").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("automations_workspace_created_idx").on(table.workspaceId, table.createdAt, table.id)],
);

export const automationRuns = sqliteTable(
  "automation_runs",
  {
    id: text("id").primaryKey(),
    automationId: text("automation_id")
      .notNull()
      .references(() => automations.id, { onDelete: "cascade" }),
    credentialId: text("credential_id"),
    status: text("status", { enum: ["running", "succeeded", "failed"] }).notNull(),
    startedAt: integer("started_at").notNull(),
    durationMs: integer("duration_ms"),
    responseStatus: integer("response_status"),
    responseExcerpt: text("response_excerpt"),
    error: text("error"),
  },
  (table) => [index("automation_runs_automation_started_idx").on(table.automationId, table.startedAt, table.id)],
);
