/**
 * What usage has to come to: what gates decided and were told to count, less what a gate's memory may have held when it
 * ended. The bounds are those of docs/consistency.md.
 */
import type { CredentialId } from "#shared/ids.ts";
import type { Returned } from "#workers/gate/isolate-lease.ts";
import type { CheckReply, CheckRequest, GiveBackRequest } from "#workers/gate/protocol.ts";
import type { UsageEvent } from "#workers/gate/usage-buffer.ts";
import type { Database } from "./database.ts";
import type { Message } from "./gate-host.ts";
import type { Actor } from "./scheduler.ts";

type Counted = { readonly id: CredentialId; readonly atMs: number; readonly count: number };

export class UsageLedger {
  /** How long a count may be in memory alone, with the slowest clock and disk. */
  readonly #memoryMs: number;
  readonly #counted = new Map<Actor, Counted[]>();
  readonly #ended = new Set<Actor>();
  readonly #total = new Map<CredentialId, number>();
  readonly #mayBeLost = new Map<CredentialId, number>();

  constructor(memoryMs: number) {
    this.#memoryMs = memoryMs;
  }

  /** A gate has counted. One that has ended already counts into a memory that nobody reads. */
  note(gate: Actor, counted: Counted): void {
    add(this.#total, counted.id, counted.count);
    if (this.#ended.has(gate)) add(this.#mayBeLost, counted.id, counted.count);
    else this.#counted.set(gate, [...(this.#counted.get(gate) ?? []), counted]);
  }

  /** The gate's memory is gone. */
  end(gate: Actor, atMs: number): void {
    this.#ended.add(gate);
    const sinceMs = atMs - this.#memoryMs - gate.hinderedMs;
    for (const { id, atMs: countedAt, count } of this.#counted.get(gate) ?? []) {
      if (countedAt >= sinceMs) add(this.#mayBeLost, id, count);
    }
  }

  /** What is wrong with a key's usage in D1, or `null`. */
  faultOf(database: Database, id: CredentialId): string | null {
    const [row] = database.all("SELECT coalesce(sum(count), 0) AS n FROM usage_hourly WHERE credential_id = ?1", [id]);
    const inD1 = Number(row?.["n"]);
    const most = this.#total.get(id) ?? 0;
    const least = most - (this.#mayBeLost.get(id) ?? 0);
    if (inD1 >= least && inD1 <= most) return null;
    return `usage in D1 is ${inD1}; ${most} were counted, of which ${most - least} may be lost`;
  }
}

type Count = { readonly id: CredentialId; readonly count: number };

/** What a message brings to be counted: what others decided, and what isolates counted by their leases. */
export function countsBrought({ method, parameters }: Message): Count[] {
  const [asked] = parameters;
  if (method === "count" && isEvents(asked)) return asked.map(({ id, count }) => ({ id, count }));
  if (method === "giveBack" && isGiveBack(asked)) return countsOf(asked.returned);
  if (method === "check" && isRequest(asked)) return countsOf(asked.lease?.returned ?? null);
  return [];
}

/** What a check that ran has counted, by its answer; `null`: nothing. */
export function countOfDecision({ method, parameters }: Message, reply: unknown): Count | null {
  const [asked] = parameters;
  if (method !== "check" || !isRequest(asked) || !isReply(reply)) return null;
  return asked.counted && reply.kind !== "unavailable" && !isUnknown(reply) ? { id: asked.id, count: 1 } : null;
}

/** Whether an answer carries an isolate lease. */
export function isLeaseGranted(reply: unknown): boolean {
  return isReply(reply) && reply.lease !== undefined;
}

function countsOf(returned: Returned | null): Count[] {
  return (returned?.usage.rows ?? []).map(({ id, count }) => ({ id, count }));
}

/** Keys that D1 does not know have no usage. */
function isUnknown(reply: CheckReply): boolean {
  return reply.kind === "refused" && reply.refusal.code === "unknown_key";
}

function isRequest(value: unknown): value is CheckRequest {
  return typeof value === "object" && value !== null && "digest" in value;
}

function isReply(value: unknown): value is CheckReply {
  return typeof value === "object" && value !== null && "kind" in value;
}

function isGiveBack(value: unknown): value is GiveBackRequest {
  return typeof value === "object" && value !== null && "returned" in value;
}

function isEvents(value: unknown): value is UsageEvent[] {
  return Array.isArray(value);
}

function add(sums: Map<CredentialId, number>, id: CredentialId, count: number): void {
  sums.set(id, (sums.get(id) ?? 0) + count);
}
