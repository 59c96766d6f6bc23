/** The cron's broom: what nothing can depend on any more. */
import { USAGE_BATCH_RETENTION_MS, USAGE_RETENTION_MS } from "#shared/limits.ts";
import type { Settings } from "#workers/env.ts";

/** Dead leases are kept this long for who asks what a gate did. */
const LEASE_RETENTION_MS = 24 * 60 * 60 * 1000;

/**
 * Deletes changes that every gate's history has outlived (twice F, and confirmed), dead leases, old usage, sessions
 * and links that have expired, and what OAuth has of clients and apps that nobody uses any more: those apps go with it.
 */
export async function prune(db: D1Database, settings: Settings): Promise<void> {
  const now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
  await db.batch([
    db
      .prepare(`DELETE FROM key_changes WHERE confirmed_at IS NOT NULL AND changed_at < ${now} - ?1`)
      .bind(2 * settings.floorRetentionMs),
    db.prepare(`DELETE FROM gate_leases WHERE expires_at < ${now} - ?1`).bind(LEASE_RETENTION_MS),
    db.prepare(`DELETE FROM usage_batches WHERE applied_at < ${now} - ?1`).bind(USAGE_BATCH_RETENTION_MS),
    db.prepare(`DELETE FROM usage_hourly WHERE hour < ${now} - ?1`).bind(USAGE_RETENTION_MS),
    db.prepare(`DELETE FROM session WHERE expires_at < ${now}`),
    db.prepare(`DELETE FROM verification WHERE expires_at < ${now}`),
    db.prepare(`DELETE FROM oauth_store WHERE expires_at < ${now}`),
  ]);
}
