/**
 * Latchkey's own D1 tables on one page, but for content, which is in `content-schema.ts`. better-auth's are in
 * `auth-schema.ts`, triggers and the full-text index in
 * `migrations/0001_change_log_triggers.sql` and `migrations/0002_document_search.sql`, since drizzle cannot say them.
 *
 * Times are epoch milliseconds. JSON columns hold arrays or objects that the reader parses with zod. What each table
 * is for, who writes it and what is hashed: docs/storage.md.
 */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
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
    /** Came with its digest from another system; until its first rotation its text is of that system's making. */
    importedAt: integer("imported_at"),
    importedBy: text("imported_by"),
    /** A legacy token: triggers give it each workspace that its owner joins. Only an import makes one. */
    allWorkspaces: integer("all_workspaces", { mode: "boolean" }).notNull().default(false),
    /** The last use by `?api_key=`: when, by what, from where. */
    urlUsedAt: integer("url_used_at"),
    urlUsedClient: text("url_used_client"),
    urlUsedCountry: text("url_used_country"),
  },
  (table) => [
    index("keys_owner_idx").on(table.ownerId, table.createdAt),
    index("keys_previous_digest_idx")
      .on(table.previousDigest)
      .where(sql`previous_digest IS NOT NULL`),
    index("keys_imported_idx")
      .on(table.importedAt)
      .where(sql`imported_at IS NOT NULL`),
  ],
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

/** An app that somebody connected by OAuth; its id is its grant's. This row is the authority for "still connected". */
export const connectedApps = sqliteTable(
  "connected_apps",
  {
    id: text("id").primaryKey(),
    ownerId: text("owner_id")
      .notNull()
      .references(() => user.id),
    clientId: text("client_id").notNull(),
    /** As the client calls itself; nobody has verified it. */
    name: text("name").notNull(),
    /** Of a client that is known by its metadata document: the domain that serves it. */
    verifiedDomain: text("verified_domain"),
    redirectHost: text("redirect_host").notNull(),
    isLoopback: integer("is_loopback", { mode: "boolean" }).notNull(),
    scopes: text("scopes").notNull(),
    /** Bumped by triggers alone, as a key's is. */
    version: integer("version").notNull().default(1),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    lastUsedAt: integer("last_used_at"),
    lastUsedClient: text("last_used_client"),
    lastUsedCountry: text("last_used_country"),
  },
  (table) => [index("connected_apps_owner_idx").on(table.ownerId, table.createdAt, table.id)],
);

export const connectedAppWorkspaces = sqliteTable(
  "connected_app_workspaces",
  {
    appId: text("app_id")
      .notNull()
      .references(() => connectedApps.id, { onDelete: "cascade" }),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspace.id),
  },
  (table) => [
    primaryKey({ columns: [table.appId, table.workspaceId] }),
    index("connected_app_workspaces_workspace_idx").on(table.workspaceId),
  ],
);

/** What the authorization server's library keeps: clients, grants, hashed tokens, consents that wait for an answer. */
export const oauthStore = sqliteTable(
  "oauth_store",
  {
    key: text("key").primaryKey(),
    value: text("value").notNull(),
    metadata: text("metadata"),
    /** Of a grant and its tokens: the app that they are of. */
    appId: text("app_id"),
    expiresAt: integer("expires_at"),
  },
  (table) => [
    index("oauth_store_app_idx").on(table.appId, table.key),
    index("oauth_store_expires_idx")
      .on(table.expiresAt)
      .where(sql`expires_at IS NOT NULL`),
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
