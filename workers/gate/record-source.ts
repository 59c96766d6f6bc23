/**
 * Records as a gate has them: in memory, else from KV, else from the D1 primary. Every snapshot is judged by its age
 * and its floor at the moment it is used, not when it was asked for. It decides nothing about keys.
 */
import type { EpochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import { D1_TIMEOUT_MS, GATE_RECORDS_MAX, MISSING_VALIDITY_MS } from "#shared/limits.ts";
import { withinMs } from "#workers/http/time-limit.ts";
import { inSpan } from "#workers/http/trace.ts";
import { readD1Record, type RecordWanted } from "#workers/records/d1-records.ts";
import type { Snapshot } from "#workers/records/credential-record.ts";
import { readKvRecord, writeKvRecord } from "#workers/records/kv-records.ts";
import { type Floors, isAcceptable } from "./floors.ts";
import type { Step } from "./protocol.ts";
import { RecordCache } from "./record-cache.ts";

/** What a source works with. The floors are the gate's own, which raises them. */
export type SourceMeans = {
  readonly db: D1Database;
  readonly kv: KVNamespace;
  readonly kvValidityMs: number;
  readonly floors: Floors;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly clock: () => EpochMs;
};

/** Records for one gate. */
export class RecordSource {
  readonly #means: SourceMeans;
  readonly #cache = new RecordCache(GATE_RECORDS_MAX);
  readonly #loads = new Map<CredentialId, Promise<readonly Step[]>>();

  constructor(means: SourceMeans) {
    this.#means = means;
  }

  /** What memory has of a key, if it may decide a request now. */
  acceptable(id: CredentialId, now: EpochMs): Snapshot | null {
    const snapshot = this.#cache.get(id);
    return snapshot !== undefined && this.#isAcceptable(id, snapshot, now) ? snapshot : null;
  }

  /** Learns what was read elsewhere. */
  set(id: CredentialId, snapshot: Snapshot): void {
    this.#cache.set(id, snapshot);
  }

  /** What to ask D1 for, with the floor known of it. */
  wanted(id: CredentialId): RecordWanted {
    return { id, floor: this.#means.floors.get(id)?.version ?? 0 };
  }

  /**
   * Reads a key into memory; requests that need the same one share the read. Says what was asked, and for how long.
   * Throws when D1 cannot be reached.
   */
  load(id: CredentialId): Promise<readonly Step[]> {
    const load =
      this.#loads.get(id) ??
      inSpan("read_record", { key: id }, () => this.#read(id)).finally(() => {
        this.#loads.delete(id);
      });
    this.#loads.set(id, load);
    return load;
  }

  /** KV, then D1. A KV value that is too old or below the floor is a miss. */
  async #read(id: CredentialId): Promise<readonly Step[]> {
    const { kv, kvValidityMs, db, clock, waitUntil } = this.#means;
    const startedAt = clock();
    const cached = await readKvRecord({ kv, kvValidityMs }, id);
    const kvStep: Step = { name: "kv", ms: clock() - startedAt };
    if (cached !== null && this.#isAcceptable(id, cached, clock())) {
      this.#cache.set(id, cached);
      return [kvStep];
    }
    const snapshot = await withinMs(readD1Record(db, this.wanted(id), clock), D1_TIMEOUT_MS);
    this.#cache.set(id, snapshot);
    if (snapshot.record !== null) waitUntil(writeKvRecord({ kv, kvValidityMs }, snapshot.record, snapshot.readAt));
    return [kvStep, { name: "d1", ms: clock() - startedAt - kvStep.ms }];
  }

  #isAcceptable(id: CredentialId, snapshot: Snapshot, now: EpochMs): boolean {
    const validity = { recordMs: this.#means.kvValidityMs, missingMs: MISSING_VALIDITY_MS };
    return isAcceptable(snapshot, this.#means.floors.get(id), { now, validity });
  }
}
