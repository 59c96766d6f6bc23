/**
 * Usage in the gate's own SQLite, between memory and D1. What is to be flushed is frozen into an outbox row with an id
 * of its own before the first try, so every repeat of it is the same batch, and D1 takes a batch once.
 */
import { z } from "zod";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { type CredentialId, credentialIdSchema } from "#shared/ids.ts";
import { USAGE_FLUSH_ROWS_MAX } from "#shared/limits.ts";
import type { Bucket } from "./bucket.ts";
import type { LastUse, UsageRow } from "./usage-buffer.ts";

/** One flush: JSON arrays in the column order of {@link applyUsageBatch}'s SQL. */
export type UsageBatch = { readonly id: string; readonly rows: string; readonly lastUses: string };

const batchRow = z.object({ id: z.string(), rows: z.string(), last_uses: z.string() });
const bucketRow = z.object({
  credential_id: credentialIdSchema,
  tokens: z.number(),
  at: z.number(),
  full_at: z.number(),
});
const COLUMNS = "credential_id, hour, surface, operation, outcome, client, country";

/** The journal, its outbox, and the buckets that must outlive an eviction. */
export class UsageJournal {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS usage_journal (
        credential_id TEXT NOT NULL, hour INTEGER NOT NULL, surface TEXT NOT NULL, operation TEXT NOT NULL,
        outcome TEXT NOT NULL, client TEXT NOT NULL, country TEXT NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (${COLUMNS})
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS last_use_journal (
        credential_id TEXT PRIMARY KEY, at INTEGER NOT NULL, client TEXT, country TEXT
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS url_use_journal (
        credential_id TEXT PRIMARY KEY, at INTEGER NOT NULL, client TEXT, country TEXT
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS usage_outbox (id TEXT PRIMARY KEY, rows TEXT NOT NULL, last_uses TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS buckets (
        credential_id TEXT PRIMARY KEY, tokens REAL NOT NULL, at INTEGER NOT NULL, full_at INTEGER NOT NULL
      ) WITHOUT ROWID;`);
  }

  /** Adds what the buffer held, in one atomic write. */
  add(rows: readonly UsageRow[], lastUses: readonly LastUse[]): void {
    const { sql } = this.#storage;
    for (const row of rows) {
      sql.exec(
        `INSERT INTO usage_journal (${COLUMNS}, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET count = count + excluded.count`,
        row.id,
        row.hour,
        row.surface,
        row.operation,
        row.outcome,
        row.client,
        row.country,
        row.count,
      );
    }
    for (const { id, byUrl, ...use } of lastUses) {
      this.#addUse("last_use_journal", id, use);
      if (byUrl !== undefined) this.#addUse("url_use_journal", id, byUrl);
    }
  }

  #addUse(table: "last_use_journal" | "url_use_journal", id: CredentialId, use: Omit<LastUse, "id" | "byUrl">): void {
    this.#storage.sql.exec(
      `INSERT INTO ${table} (credential_id, at, client, country) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
       SET at = excluded.at, client = coalesce(excluded.client, client), country = excluded.country
       WHERE excluded.at >= at`,
      id,
      use.at,
      use.client,
      use.country,
    );
  }

  /** The batch to flush now: the one that was tried before, or what the journal holds, frozen; `null` when empty. */
  openBatch(newId: () => string): UsageBatch | null {
    return this.#storage.transactionSync(() => {
      const { sql } = this.#storage;
      const [open] = sql.exec("SELECT id, rows, last_uses FROM usage_outbox").toArray();
      if (open !== undefined) return toBatch(open);
      const frozen = sql.exec(`SELECT ${COLUMNS}, count FROM usage_journal LIMIT ?`, USAGE_FLUSH_ROWS_MAX).toArray();
      const lastUses = sql.exec(LAST_USES, USAGE_FLUSH_ROWS_MAX).toArray();
      if (frozen.length === 0 && lastUses.length === 0) return null;
      for (const row of frozen)
        sql.exec(
          `DELETE FROM usage_journal WHERE (${COLUMNS}) = (?, ?, ?, ?, ?, ?, ?)`,
          ...Object.values(row).slice(0, 7),
        );
      for (const { credential_id: id = null } of lastUses) {
        sql.exec("DELETE FROM last_use_journal WHERE credential_id = ?", id);
        sql.exec("DELETE FROM url_use_journal WHERE credential_id = ?", id);
      }
      const batch = { id: newId(), rows: listed(frozen), lastUses: listed(lastUses) };
      sql.exec("INSERT INTO usage_outbox (id, rows, last_uses) VALUES (?, ?, ?)", batch.id, batch.rows, batch.lastUses);
      return batch;
    });
  }

  /** D1 has the batch. */
  closeBatch(id: string): void {
    this.#storage.sql.exec("DELETE FROM usage_outbox WHERE id = ?", id);
  }

  /** Whether something still waits for D1. */
  isDirty(): boolean {
    const { sql } = this.#storage;
    return (
      sql
        .exec(
          "SELECT 1 FROM usage_outbox UNION ALL SELECT 1 FROM usage_journal UNION ALL SELECT 1 FROM last_use_journal LIMIT 1",
        )
        .toArray().length > 0
    );
  }

  /** The buckets that are not full yet; the others are forgotten. */
  loadBuckets(now: EpochMs): Map<CredentialId, Bucket> {
    this.#storage.sql.exec("DELETE FROM buckets WHERE full_at <= ?", now);
    const rows = this.#storage.sql.exec("SELECT credential_id, tokens, at, full_at FROM buckets").toArray();
    return new Map(
      rows.map((row) => {
        const bucket = bucketRow.parse(row);
        return [
          bucket.credential_id,
          { tokens: bucket.tokens, at: epochMs(bucket.at), fullAt: epochMs(bucket.full_at) },
        ];
      }),
    );
  }

  /** Without this a limit could be doubled by pausing until the gate is evicted. */
  saveBucket(id: CredentialId, bucket: Bucket): void {
    this.#storage.sql.exec(
      "INSERT OR REPLACE INTO buckets (credential_id, tokens, at, full_at) VALUES (?, ?, ?, ?)",
      id,
      bucket.tokens,
      bucket.at,
      bucket.fullAt,
    );
  }
}

/** Whoever was used by URL was used: both journals are written at once, and emptied at once. */
const LAST_USES = `
SELECT credential_id, l.at, l.client, l.country, u.at AS url_at, u.client AS url_client, u.country AS url_country
FROM last_use_journal l LEFT JOIN url_use_journal u USING (credential_id) LIMIT ?`;

function toBatch(row: unknown): UsageBatch {
  const { id, rows, last_uses: lastUses } = batchRow.parse(row);
  return { id, rows, lastUses };
}

function listed(rows: readonly Record<string, unknown>[]): string {
  return JSON.stringify(rows.map((row) => Object.values(row)));
}
