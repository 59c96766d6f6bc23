/** A gate's own SQLite: floors, cursor, lease, and until when isolate leases may be out. All calls are synchronous; the output gate makes them durable. */
import { z } from "zod";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { type CredentialId, credentialIdSchema } from "#shared/ids.ts";
import type { Change, Floors } from "./floors.ts";

/** Where a gate stands. `cursor` null: it has no history yet. */
export type GateState = { readonly cursor: number | null; readonly leaseEndsAt: EpochMs | null };

const floorRow = z.object({ credential_id: credentialIdSchema, version: z.number(), changed_at: z.number() });
const stateRow = z.object({ cursor: z.number().nullable(), lease_ends_at: z.number().nullable() });
const horizonRow = z.object({ until: z.number() });

/** Floors and state across evictions. */
export class GateStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS floors (
        credential_id TEXT PRIMARY KEY, version INTEGER NOT NULL, changed_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS gate_state (
        id INTEGER PRIMARY KEY CHECK (id = 1), cursor INTEGER, lease_ends_at INTEGER, touched_at INTEGER NOT NULL
      );
      INSERT OR IGNORE INTO gate_state (id, touched_at) VALUES (1, 0);
      CREATE TABLE IF NOT EXISTS grants_horizon (id INTEGER PRIMARY KEY CHECK (id = 1), until INTEGER NOT NULL);
      INSERT OR IGNORE INTO grants_horizon (id, until) VALUES (1, 0);`);
  }

  loadFloors(): Floors {
    const rows = this.#sql.exec("SELECT credential_id, version, changed_at FROM floors").toArray();
    return new Map(
      rows.map((row) => {
        const { credential_id: id, version, changed_at: changedAt } = floorRow.parse(row);
        return [id, { version, changedAt: epochMs(changedAt) }];
      }),
    );
  }

  loadState(): GateState {
    const row = stateRow.parse(this.#sql.exec("SELECT cursor, lease_ends_at FROM gate_state").one());
    return { cursor: row.cursor, leaseEndsAt: row.lease_ends_at === null ? null : epochMs(row.lease_ends_at) };
  }

  saveState(state: GateState): void {
    this.#sql.exec("UPDATE gate_state SET cursor = ?, lease_ends_at = ?", state.cursor, state.leaseEndsAt);
  }

  /** Keeps the higher version, as the floors in memory do. */
  saveFloor(change: Change): void {
    this.#sql.exec(
      `INSERT INTO floors (credential_id, version, changed_at) VALUES (?, ?, ?) ON CONFLICT (credential_id)
       DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at WHERE excluded.version > version`,
      change.id,
      change.version,
      change.changedAt,
    );
  }

  /** By this instance's clock or that of one before; 0 when no isolate lease was ever granted. */
  loadGrantsHorizon(): EpochMs {
    return epochMs(horizonRow.parse(this.#sql.exec("SELECT until FROM grants_horizon").one()).until);
  }

  saveGrantsHorizon(until: EpochMs): void {
    this.#sql.exec("UPDATE grants_horizon SET until = ?", until);
  }

  dropFloors(ids: readonly CredentialId[]): void {
    for (const id of ids) this.#sql.exec("DELETE FROM floors WHERE credential_id = ?", id);
  }

  /**
   * A write without meaning. What was decided after an await is answered only once it is durable, and it never is in an
   * object that another instance has replaced meanwhile: Cloudflare enforces uniqueness where storage is written.
   */
  touch(now: EpochMs): void {
    this.#sql.exec("UPDATE gate_state SET touched_at = ?", now);
  }
}
