/**
 * Latchkey's own D1 tables on one page. better-auth's are in `auth-schema.ts`, triggers and the full-text index in
 * `migrations/0001_change_log_triggers.sql` and `migrations/0002_document_search.sql`, since drizzle cannot say them.
 *
 * Times are epoch milliseconds. JSON columns hold arrays or objects that the reader parses with zod. What each table
 * is for, who writes it and what is hashed: docs/storage.md.
 */
import { type SQL, sql } from "drizzle-orm";
import { type AnySQLiteColumn, check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { user, workspace } from "./auth-schema.ts";

export const keys = sqliteTable(
  "keys",
  {
    id: text("id").primaryKey(),
    ownerId: text("owner_id")
      .notNull()
      .references(() => user.id),
    name: text("name").notNull(),
    hint: text("hint").notNull(),
    digest: text("digest").notNull().unique(),
    /** The secret before the last rotation; good until `previousExpiresAt`. */
    previousDigest: text("previous_digest"),
    previousExpiresAt: integer("previous_expires_at"),
    scopes: text("scopes").notNull(),
    status: text("status", { enum: ["enabled", "disabled", "revoked"] })
      .notNull()
      .default("enabled"),
    expiresAt: integer("expires_at"),
    allowedIps: text("allowed_ips"),
    ratePerMinute: integer("rate_per_minute"),
    rateBurst: integer("rate_burst"),
    allowedTools: text("allowed_tools"),
    allowQuery: integer("allow_query", { mode: "boolean" }).notNull().default(false),
    /** Bumped by triggers alone; the floor that gates enforce is one of these. */
    version: integer("version").notNull().default(1),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    rotatedAt: integer("rotated_at"),
    revokedAt: integer("revoked_at"),
    /** Not indexed: it is written by every usage flush. */
    lastUsedAt: integer("last_used_at"),
    lastUsedClient: text("last_used_client"),
    lastUsedCountry: text("last_used_country"),
  },
  (table) => [index("keys_owner_idx").on(table.ownerId, table.createdAt)],
);

export const keyWorkspaces = sqliteTable(
  "key_workspaces",
  {
    keyId: text("key_id")
      .notNull()
      .references(() => keys.id, { onDelete: "cascade" }),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspace.id),
  },
  (table) => [
    primaryKey({ columns: [table.keyId, table.workspaceId] }),
    index("key_workspaces_workspace_idx").on(table.workspaceId),
  ],
);

/** The append-only change log. Triggers write it; gates read it from their cursor. */
export const keyChanges = sqliteTable(
  "key_changes",
  {
    seq: integer("seq").primaryKey({ autoIncrement: true }),
    credentialId: text("credential_id").notNull(),
    version: integer("version").notNull(),
    changedAt: integer("changed_at").notNull(),
    confirmedAt: integer("confirmed_at"),
  },
  (table) => [
    index("key_changes_unconfirmed_idx")
      .on(table.seq)
      .where(sql`confirmed_at IS NULL`),
    index("key_changes_changed_at_idx").on(table.changedAt),
    index("key_changes_credential_idx").on(table.credentialId, table.version),
  ],
);

/** A gate's right to answer, until `expiresAt` on D1's clock. */
export const gateLeases = sqliteTable("gate_leases", {
  gate: text("gate").primaryKey(),
  renewedAt: integer("renewed_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
});

export const usageHourly = sqliteTable(
  "usage_hourly",
  {
    credentialId: text("credential_id").notNull(),
    hour: integer("hour").notNull(),
    surface: text("surface").notNull(),
    operation: text("operation").notNull(),
    outcome: text("outcome").notNull(),
    client: text("client").notNull(),
    country: text("country").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.credentialId,
        table.hour,
        table.surface,
        table.operation,
        table.outcome,
        table.client,
        table.country,
      ],
    }),
    index("usage_hourly_hour_idx").on(table.hour),
  ],
);

/** One row per flushed batch: its primary key is what makes a repeated flush change nothing. */
export const usageBatches = sqliteTable(
  "usage_batches",
  {
    id: text("id").primaryKey(),
    gate: text("gate").notNull(),
    appliedAt: integer("applied_at").notNull(),
  },
  (table) => [index("usage_batches_applied_at_idx").on(table.appliedAt)],
);

export const auditLog = sqliteTable(
  "audit_log",
  {
    id: text("id").primaryKey(),
    at: integer("at").notNull(),
    action: text("action").notNull(),
    actorUserId: text("actor_user_id").notNull(),
    actorCredentialId: text("actor_credential_id"),
    targetType: text("target_type").notNull(),
    targetId: text("target_id").notNull(),
    detail: text("detail").notNull(),
    ip: text("ip"),
    userAgent: text("user_agent"),
    requestId: text("request_id").notNull(),
  },
  (table) => [
    index("audit_log_actor_at_idx").on(table.actorUserId, table.at, table.id),
    index("audit_log_target_at_idx").on(table.targetId, table.at, table.id),
  ],
);

/** Which workspaces an audit entry concerns, so that each sees its own and nothing else. */
export const auditWorkspaces = sqliteTable(
  "audit_workspaces",
  {
    workspaceId: text("workspace_id").notNull(),
    auditId: text("audit_id")
      .notNull()
      .references(() => auditLog.id),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.auditId] })],
);

/** One row once the deployment has an owner: its primary key is what refuses a second setup. */
export const instance = sqliteTable(
  "instance",
  {
    id: integer("id").primaryKey(),
    claimedAt: integer("claimed_at").notNull(),
  },
  (table) => [check("instance_single", sql`${table.id} = 1`)],
);

/** Attempts that are counted, by what they are counted for: a digest, so that no address or e-mail is in it. */
export const attempts = sqliteTable(
  "attempts",
  {
    key: text("key").primaryKey(),
    count: integer("count").notNull(),
    /** Until then they count; the window does not move. */
    resetsAt: integer("resets_at").notNull(),
  },
  (table) => [index("attempts_resets_at_idx").on(table.resetsAt)],
);

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
