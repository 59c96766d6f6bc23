/** Telling one gate of changes until it confirms, its lease has ended, or the time to wait is over. */
import { z } from "zod";
import { PUSH_TIMEOUT_MS } from "#shared/limits.ts";
import type { Change } from "#workers/gate/floors.ts";
import { type GateRpc, PROTOCOL } from "#workers/gate/protocol.ts";
import { logEvent } from "#workers/http/log.ts";
import { sleep, withinMs } from "#workers/http/time-limit.ts";
import { inSpan } from "#workers/http/trace.ts";
import type { LiveLease } from "./commit.ts";

/** `told`: it confirmed. `ended`: it may not answer any more without having read the change. `silent`: neither yet. */
export type Hearing = {
  readonly state: "told" | "ended" | "silent";
  /** Milliseconds that a confirmation was held back by isolate leases. */
  readonly waitedForLeasesMs: number;
};

export type Telling = {
  readonly changes: readonly Change[];
  readonly lease: LiveLease;
  /** How long to try, in milliseconds. */
  readonly waitMs: number;
  /** A fresh stub for every try: one that failed stays broken. */
  readonly gate: () => GateRpc;
};

const BACKOFF_FIRST_MS = 50;
const BACKOFF_MAX_MS = 1000;

/**
 * Never acknowledges after a mere timeout. The end of the lease is as good as a confirmation: a gate that took another
 * lease since has read the change with it, and one that did not may not answer.
 */
export async function tellGate(telling: Telling): Promise<Hearing> {
  const startedAt = Date.now();
  const hearing = await inSpan("push", { gate: telling.lease.gate }, () => tellUntilHeard(telling, startedAt));
  logEvent(hearing.state === "silent" ? "warn" : "info", "pushed", {
    gate: telling.lease.gate,
    outcome: hearing.state,
    changes: telling.changes.length,
    took_ms: Date.now() - startedAt,
    waited_for_leases_ms: hearing.waitedForLeasesMs,
  });
  return hearing;
}

async function tellUntilHeard(telling: Telling, startedAt: number): Promise<Hearing> {
  for (let backoffMs = BACKOFF_FIRST_MS; ; backoffMs = Math.min(backoffMs * 2, BACKOFF_MAX_MS)) {
    const confirmation = await pushOnce(telling);
    if (confirmation !== null) return { state: "told", ...confirmation };
    const elapsedMs = Date.now() - startedAt;
    if (elapsedMs >= telling.lease.remainingMs) return { state: "ended", waitedForLeasesMs: 0 };
    if (elapsedMs >= telling.waitMs) return { state: "silent", waitedForLeasesMs: 0 };
    const untilEndMs = telling.lease.remainingMs - elapsedMs;
    await sleep(Math.min(backoffMs, untilEndMs, telling.waitMs - elapsedMs));
  }
}

type Confirmation = Pick<Hearing, "waitedForLeasesMs">;

/** One push; any failure, and any answer that is not a confirmation of this protocol, is none. */
async function pushOnce({ changes, gate, lease, waitMs }: Telling): Promise<Confirmation | null> {
  try {
    const limitMs = Math.min(PUSH_TIMEOUT_MS, Math.max(1, lease.remainingMs), waitMs);
    const reply: unknown = await withinMs(gate().push({ protocol: PROTOCOL, changes }), limitMs);
    return confirmationSchema.safeParse(reply).data ?? null;
  } catch {
    return null;
  }
}

const confirmationSchema = z
  .object({
    protocol: z.literal(PROTOCOL),
    confirmed: z.literal(true),
    // A gate from before isolate leases has granted none.
    waitedForLeasesMs: z.number().default(0),
  })
  .transform(({ waitedForLeasesMs }) => ({ waitedForLeasesMs }));
