/** A gate's usage into D1: one batch, taken once. */
import type { UsageBatch } from "./usage-journal.ts";

/**
 * Applies the batch, or finds that D1 has it already: the unique id of the first statement refuses a repeat whole, so
 * that a flush whose answer was lost changes nothing when it is sent again. Throws on an outage; send it again then.
 * Usage of credentials deleted meanwhile is dropped with them.
 */
export async function applyUsageBatch(db: D1Database, gate: string, batch: UsageBatch): Promise<void> {
  try {
    await db.batch([
      db
        .prepare(
          "INSERT INTO usage_batches (id, gate, applied_at) VALUES (?1, ?2, CAST(unixepoch('subsec') * 1000 AS INTEGER))",
        )
        .bind(batch.id, gate),
      db.prepare(ADD_COUNTS).bind(batch.rows),
      db.prepare(setLastUses("keys")).bind(batch.lastUses),
      db.prepare(setLastUses("connected_apps")).bind(batch.lastUses),
      db.prepare(SET_URL_USES).bind(batch.lastUses),
    ]);
  } catch (error) {
    if (!isRepeat(error)) throw error;
  }
}

function isRepeat(error: unknown): boolean {
  return error instanceof Error && error.message.includes("UNIQUE constraint failed: usage_batches.id");
}

const ADD_COUNTS = `
INSERT INTO usage_hourly (credential_id, hour, surface, operation, outcome, client, country, count)
SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7
FROM json_each(?1) WHERE EXISTS (SELECT 1 FROM keys WHERE id = value->>0)
  OR EXISTS (SELECT 1 FROM connected_apps WHERE id = value->>0)
ON CONFLICT DO UPDATE SET count = count + excluded.count`;

/** Batches that an older version froze say nothing of URLs. */
const SET_URL_USES = `
UPDATE keys SET url_used_at = use.at, url_used_client = coalesce(use.client, url_used_client), url_used_country = use.country
FROM (SELECT value->>0 AS id, value->>4 AS at, value->>5 AS client, value->>6 AS country
  FROM json_each(?1) WHERE value->>4 IS NOT NULL) AS use
WHERE keys.id = use.id AND (keys.url_used_at IS NULL OR keys.url_used_at <= use.at)`;

/** Sets the last uses of the credentials in `table`. */
function setLastUses(table: "keys" | "connected_apps"): string {
  return `
UPDATE ${table} SET last_used_at = use.at, last_used_client = coalesce(use.client, last_used_client), last_used_country = use.country
FROM (SELECT value->>0 AS id, value->>1 AS at, value->>2 AS client, value->>3 AS country FROM json_each(?1)) AS use
WHERE ${table}.id = use.id AND (${table}.last_used_at IS NULL OR ${table}.last_used_at <= use.at)`;
}
