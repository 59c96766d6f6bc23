/**
 * What was true when: every state that D1 has had of each key, and until when a request that begins may still be
 * answered by it. What a state would have answered is asked of the product's own rules on the record as D1 had it, so
 * that the reference is what the D1 primary would have said.
 */
import { epochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import { decide } from "#workers/gate/decide.ts";
import type { CheckReply, CheckRequest } from "#workers/gate/protocol.ts";
import { RateLimiter } from "#workers/gate/rate-limiter.ts";
import { recordFromRow, recordSql } from "#workers/records/credential-record.ts";
import { EPOCH_MS } from "./clock.ts";
import type { Database } from "./database.ts";
import type { Actor } from "./scheduler.ts";

/** One state of a key, from its commit on. */
export type State = {
  readonly committedAt: number;
  readonly by: Actor | null;
  readonly answer: string;
  /** The time from which on the state before is promised to decide nothing any more. */
  promisedAt: number;
  readonly promise: string[];
};

/** An answer in one line: what is granted, or why not. Two answers of one line are the same answer. */
export function answerLine(reply: CheckReply): string {
  switch (reply.kind) {
    case "admitted": {
      const { scopes, workspaces } = reply.granted;
      return `admitted with ${scopes.toSorted().join(", ")} in ${workspaces
        .map(({ id, role }) => `${id} as ${role}`)
        .toSorted()
        .join(", ")}`;
    }
    case "refused":
      return `refused: ${reply.refusal.code}`;
    case "unavailable":
      return "unavailable";
  }
}

export class Truth {
  readonly #database: Database;
  /** How long after its commit a change is true even if nobody tells anybody. */
  readonly #boundMs: number;
  readonly #states = new Map<CredentialId, State[]>();
  readonly #requests = new Map<CredentialId, CheckRequest>();
  readonly #digests = new Map<CredentialId, string>();
  #seq = 0;

  constructor(database: Database, boundMs: number) {
    this.#database = database;
    this.#boundMs = boundMs;
  }

  /** Follows a key from now on, as this request presents it. */
  follow(request: CheckRequest): void {
    this.#requests.set(request.id, request);
  }

  statesOf(id: CredentialId): readonly State[] {
    return this.#states.get(id) ?? [];
  }

  /** What the key's secret is known by; `null`: there is no such key yet. */
  digestOf(id: CredentialId): string | null {
    return this.#digests.get(id) ?? null;
  }

  /** A batch was committed: notes the states that it made, and returns whose they are. */
  onCommit(atMs: number, by: Actor | null): CredentialId[] {
    const rows = this.#database.all("SELECT seq, credential_id AS id FROM key_changes WHERE seq > ?1", [this.#seq]);
    if (rows.length === 0) return [];
    this.#seq = Math.max(...rows.map((row) => Number(row["seq"])));
    const changed = [...this.#requests.keys()].filter((id) => rows.some((row) => row["id"] === id));
    for (const id of changed) this.#noteState(id, atMs, by);
    return changed;
  }

  /** A caller was told that what `by` changed, or what was changed before `beganAt`, is true from `atMs` on. */
  promise(id: CredentialId, what: { by: Actor; beganAt: number; atMs: number; words: string }): void {
    const states = this.statesOf(id);
    const own = states.filter((state) => state.by === what.by);
    const covered = own.length > 0 ? own : states.filter((state) => state.committedAt < what.beganAt);
    for (const state of covered) {
      state.promise.push(`${what.words} at ${what.atMs.toFixed(1)}`);
      state.promisedAt = Math.min(state.promisedAt, what.atMs);
    }
  }

  #noteState(id: CredentialId, atMs: number, by: Actor | null): void {
    const request = this.#requests.get(id);
    if (request === undefined) return;
    const [row] = this.#database.all(recordSql(id), [id]);
    const record = row === undefined ? null : recordFromRow(row);
    const digest = record?.secrets[0]?.digest ?? null;
    if (digest !== null) this.#digests.set(id, digest);
    const means = { limiter: new RateLimiter(), now: epochMs(Math.floor(EPOCH_MS + atMs)) };
    const states = this.#states.get(id) ?? [];
    this.#states.set(id, states);
    states.push({
      committedAt: atMs,
      by,
      answer: answerLine(decide(record, { ...request, digest: digest ?? request.digest }, means)),
      promisedAt: atMs + this.#boundMs,
      promise: [],
    });
  }
}

/** Until when a request that begins may be answered by each state: the first promise of any state after it. */
export function endsOf(states: readonly State[]): number[] {
  const ends: number[] = [];
  let endsAt = Infinity;
  for (const state of states.toReversed()) {
    ends.unshift(endsAt);
    endsAt = Math.min(endsAt, state.promisedAt);
  }
  return ends;
}
