/**
 * The protocol with one rule broken, by the name of the rule. A simulation that does not notice proves nothing about
 * the protocol with its rules, so the test runs every one of these and wants it caught.
 */
import type { FaultKind } from "./outcome.ts";
import type { Patch } from "./patches.ts";

/** A broken rule, and the promise that breaks with it. */
export type Variant = {
  readonly caughtBy: FaultKind;
  /** The seed to begin with: one that needs luck takes up to 4500 schedules from 1, and fewer from here. */
  readonly from: number;
  readonly patches: readonly Patch[];
};

export const VARIANTS: Readonly<Record<string, Variant>> = {
  "floors only in memory": {
    caughtBy: "answer",
    from: 1,
    patches: [
      {
        file: "workers/gate/gate.ts",
        find: "    this.#store.saveFloor(change);\n",
        replace: "",
      },
    ],
  },
  "validity counted from the write": {
    caughtBy: "answer",
    from: 4400,
    patches: [
      {
        file: "workers/changes/propagate.ts",
        find: "else await writeKvRecord(records, record, readAt);",
        replace: "else await writeKvRecord(records, record, epochMs(Date.now()));",
      },
      {
        file: "workers/gate/record-source.ts",
        find: "writeKvRecord({ kv, kvValidityMs }, snapshot.record, snapshot.readAt)",
        replace: "writeKvRecord({ kv, kvValidityMs }, snapshot.record, clock())",
      },
    ],
  },
  "F shorter than KV_VALIDITY": {
    caughtBy: "answer",
    from: 600,
    patches: [
      {
        file: "workers/env.ts",
        find: "floorRetentionMs: kvValidityMs + FLOOR_SLACK_MS",
        replace: "floorRetentionMs: kvValidityMs / 2",
      },
    ],
  },
  "a timeout counts as a confirmation": {
    caughtBy: "answer",
    from: 1,
    patches: [
      {
        file: "workers/changes/tell-gate.ts",
        find: 'return { state: "silent", waitedForLeasesMs: 0 };',
        replace: 'return { state: "told", waitedForLeasesMs: 0 };',
      },
    ],
  },
  "a gate without history answers at once": {
    caughtBy: "answer",
    from: 1740,
    patches: [
      {
        file: "workers/gate/take-lease.ts",
        find: "WHERE changed_at <= ${D1_NOW} - ?2",
        replace: "WHERE changed_at <= ${D1_NOW} - 0 * ?2",
      },
    ],
  },
  "decided after a wait by what it brought": {
    caughtBy: "answer",
    from: 1,
    patches: [
      {
        file: "workers/gate/gate.ts",
        find: "if (clock() > deadline) break;\n      const decided = this.#decide(request);",
        replace: "if (clock() > deadline) break;\n      const decided = this.#decide(request, true);",
      },
      {
        file: "workers/gate/gate.ts",
        find: "#decide(request: CheckRequest): CheckReply | null {",
        replace: "#decide(request: CheckRequest, hasWaited = false): CheckReply | null {",
      },
      {
        file: "workers/gate/gate.ts",
        find: "const snapshot = this.#records.acceptable(request.id, now);",
        replace: "const snapshot = this.#records.acceptable(request.id, now, hasWaited);",
      },
      {
        file: "workers/gate/record-source.ts",
        find: "acceptable(id: CredentialId, now: EpochMs): Snapshot | null {",
        replace: "acceptable(id: CredentialId, now: EpochMs, hasWaited: boolean): Snapshot | null {",
      },
      {
        file: "workers/gate/record-source.ts",
        find: "return snapshot !== undefined && this.#isAcceptable(id, snapshot, now) ? snapshot : null;",
        replace:
          "return snapshot !== undefined && (hasWaited || this.#isAcceptable(id, snapshot, now)) ? snapshot : null;",
      },
    ],
  },
  "a lease counted from its answer": {
    caughtBy: "answer",
    from: 1,
    patches: [
      {
        file: "workers/gate/take-lease.ts",
        find: "  const [, log, record] = await db.batch(leaseStatements(db, request));\n",
        replace:
          "  const [, log, record] = await db.batch(leaseStatements(db, request));\n  const answeredAt = clock();\n",
      },
      {
        file: "workers/gate/take-lease.ts",
        find: "    sentAt,\n    changes,",
        replace: "    sentAt: answeredAt,\n    changes,",
      },
    ],
  },
  "the cursor moves over gaps": {
    caughtBy: "answer",
    from: 4030,
    patches: [
      {
        file: "workers/gate/floors.ts",
        find: "while (seqs.has(next + 1)) next += 1;",
        replace: "next = Math.max(next, ...seqs);",
      },
    ],
  },
  "a KV value is used whatever its version": {
    caughtBy: "answer",
    from: 1,
    patches: [
      {
        file: "workers/gate/floors.ts",
        find: "return floor === undefined || snapshot.version >= floor.version;",
        replace: "return true;",
      },
    ],
  },
  "a batch of usage under a new id with each try": {
    caughtBy: "usage",
    from: 1,
    patches: [
      {
        file: "workers/gate/usage-counter.ts",
        find: "applyUsageBatch(db, gate, batch)",
        replace: "applyUsageBatch(db, gate, { ...batch, id: crypto.randomUUID() })",
      },
    ],
  },
  "a receipt that does not wait for isolate leases": {
    caughtBy: "answer",
    from: 1,
    patches: [
      {
        file: "workers/gate/gate.ts",
        find: "while (clock() < endsAt) await sleep(endsAt - clock());",
        replace: "",
      },
    ],
  },
  "an isolate lease longer than its gate remembers": {
    caughtBy: "answer",
    from: 1,
    patches: [
      {
        file: "workers/access/isolate-leases.ts",
        find: "epochMs(sentAt + lease.forMs)",
        replace: "epochMs(sentAt + 2 * lease.forMs)",
      },
    ],
  },
  "an isolate lease that outlives its gate's": {
    caughtBy: "answer",
    from: 4040,
    patches: [
      {
        file: "workers/gate/isolate-lease.ts",
        find: "Math.min(terms.isolateLeaseMs, terms.gateLeaseEndsAt - terms.now)",
        replace: "terms.isolateLeaseMs",
      },
    ],
  },
  "an isolate lease counted from its answer": {
    caughtBy: "answer",
    from: 1,
    patches: [
      {
        file: "workers/access/ask.ts",
        find: "isolate.leases.hold(holder, granted, sentAt)",
        replace: "isolate.leases.hold(holder, granted, now())",
      },
    ],
  },
  "grants that the next instance knows nothing of": {
    caughtBy: "answer",
    from: 1,
    patches: [
      {
        file: "workers/gate/grants.ts",
        find: "const mayBeOut = this.#horizon + clockOffsetMs >= bornAt;",
        replace: "const mayBeOut = false;",
      },
    ],
  },
};
