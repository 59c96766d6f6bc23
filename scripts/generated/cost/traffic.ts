/** Kinds of traffic, and what a million requests of each cost in operations. Pure arithmetic over the counted acts. */
import { COUNTS, FLUSH_BASE, HOT_SECOND, NOTHING, type Operations } from "../../../test/costs/counts.ts";

export type Traffic = { readonly name: string; readonly says: string; readonly perMillion: Required<Operations> };

const MILLION = 1e6;

/** How often a key is used, in requests a second while it is, and how the gate comes by its record. */
type Pattern = {
  readonly name: string;
  readonly says: string;
  readonly record: Operations;
  /** Requests of the key in each second in which it is journaled. */
  readonly perSecond: number;
  /** Requests of the key that one flush counts. */
  readonly perFlush: number;
  readonly flush: { readonly gateRowsWritten: number; readonly d1RowsWritten: number };
  /** Keys that share a flush. */
  readonly keysPerFlush: number;
};

const FLUSH_SECONDS = 60;
const { requests: hotRequests, gateRequests: hotCalls } = HOT_SECOND;

const PATTERNS: readonly Pattern[] = [
  {
    name: "hot",
    says: `one key, ${hotRequests} requests a second in one isolate`,
    record: { gateRequests: hotCalls / hotRequests },
    perSecond: hotRequests,
    perFlush: hotRequests * FLUSH_SECONDS,
    flush: COUNTS["later flush"],
    keysPerFlush: 1,
  },
  {
    name: "warm",
    says: "keys that are used 10 times a second each, while they are",
    record: COUNTS["gate hit"],
    perSecond: 10,
    perFlush: 10 * FLUSH_SECONDS,
    flush: COUNTS["later flush"],
    keysPerFlush: 100,
  },
  {
    name: "tepid",
    says: "keys that are used once a second each, while they are",
    record: COUNTS["gate hit"],
    perSecond: 1,
    perFlush: FLUSH_SECONDS,
    flush: COUNTS["later flush"],
    keysPerFlush: 100,
  },
  {
    name: "cold",
    says: "each key every six minutes: between two, the gate has gone, and once an hour the record in KV is too old",
    record: mixed(COUNTS["gate miss, not in KV"], COUNTS["gate miss, in KV"]),
    perSecond: 1,
    perFlush: 1,
    flush: mixed(COUNTS["first flush of an hour"], COUNTS["later flush"]),
    keysPerFlush: 100,
  },
  {
    name: "coldest",
    says: "each key once a day; neither the gate nor KV has it",
    record: COUNTS["gate miss, not in KV"],
    perSecond: 1,
    perFlush: 1,
    flush: COUNTS["first flush of a day"],
    keysPerFlush: 100,
  },
];

/** Of the product. */
export const TRAFFIC: readonly Traffic[] = [
  ...PATTERNS.map(({ name, says, ...pattern }) => ({ name, says, perMillion: perMillion(pattern) })),
  { name: "forged", says: "malformed or forged keys", perMillion: whole({}) },
];

/** Of designs that others document. */
export const BESIDE: readonly Traffic[] = [
  {
    name: "KV only",
    says: "the record from KV; a revoke is seen a minute later or more; nothing is counted",
    perMillion: whole({ kvReads: MILLION }),
  },
  {
    name: "D1 per request",
    says: "the same record from the D1 primary, however far; nothing is counted",
    perMillion: whole({ d1RowsRead: MILLION * COUNTS["gate miss, not in KV"].d1RowsRead }),
  },
  {
    name: "D1 per request, last use written",
    says: "as many libraries do it",
    perMillion: whole({
      d1RowsRead: MILLION * (COUNTS["gate miss, not in KV"].d1RowsRead + 1),
      d1RowsWritten: MILLION,
    }),
  },
];

/** Of ten requests, one of the one kind and nine of the other. */
function mixed(once: Operations, otherwise: Operations): Required<Operations> {
  const [one, other] = [whole(once), whole(otherwise)];
  const of = (name: keyof Operations): number => (one[name] + 9 * other[name]) / 10;
  return {
    d1RowsRead: of("d1RowsRead"),
    d1RowsWritten: of("d1RowsWritten"),
    gateRowsWritten: of("gateRowsWritten"),
    gateRequests: of("gateRequests"),
    kvReads: of("kvReads"),
    kvWrites: of("kvWrites"),
  };
}

function whole(operations: Operations): Required<Operations> {
  return { ...NOTHING, ...operations };
}

function perMillion({
  record,
  perSecond,
  perFlush,
  flush,
  keysPerFlush,
}: Omit<Pattern, "name" | "says">): Required<Operations> {
  const each = whole(record);
  const ofFlush = (rows: number, base: number): number => (rows - base + base / keysPerFlush) / perFlush;
  return whole({
    gateRequests: MILLION * each.gateRequests,
    kvReads: MILLION * each.kvReads,
    kvWrites: MILLION * each.kvWrites,
    d1RowsRead: MILLION * each.d1RowsRead,
    d1RowsWritten: MILLION * (each.d1RowsWritten + ofFlush(flush.d1RowsWritten, FLUSH_BASE.d1RowsWritten)),
    gateRowsWritten:
      MILLION *
      (COUNTS["journaled second"].gateRowsWritten / perSecond +
        ofFlush(flush.gateRowsWritten, FLUSH_BASE.gateRowsWritten)),
  });
}
