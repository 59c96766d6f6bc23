/**
 * What the product's acts cost in operations that Cloudflare bills. `test/operation-counts.test.ts` counts them anew, and
 * `docs/cost.md` is made from them: who changes what an act costs changes this table, and with it the page.
 */

/** Rows of D1, of a gate's SQLite, calls of gates, and operations of KV. What is not named is none. */
export type Operations = {
  readonly d1RowsRead?: number;
  readonly d1RowsWritten?: number;
  readonly gateRowsWritten?: number;
  readonly gateRequests?: number;
  readonly kvReads?: number;
  readonly kvWrites?: number;
};

/** What an act that does nothing costs. */
export const NOTHING: Required<Operations> = {
  d1RowsRead: 0,
  d1RowsWritten: 0,
  gateRowsWritten: 0,
  gateRequests: 0,
  kvReads: 0,
  kvWrites: 0,
};

/** By act, of a key in one workspace with one operation, where one gate is live. */
export const COUNTS = {
  "gate hit": { gateRequests: 1 },
  "gate miss, in KV": { gateRequests: 1, kvReads: 1 },
  "gate miss, not in KV": { gateRequests: 1, kvReads: 1, kvWrites: 1, d1RowsRead: 4 },
  /** The count, the last use, the bucket: of each second in which the key is used. */
  "journaled second": { gateRowsWritten: 3 },
  /** With `FLUSH_BASE` for the batch itself. */
  "first flush of an hour": { gateRowsWritten: 5, d1RowsWritten: 7 },
  /** A key that was not used on that day before: every list that it is in has the day. */
  "first flush of a day": { gateRowsWritten: 5, d1RowsWritten: 17 },
  "later flush": { gateRowsWritten: 5, d1RowsWritten: 5 },
  "lease renewed": { d1RowsRead: 2, d1RowsWritten: 1 },
  "change told to a gate": { gateRequests: 1, gateRowsWritten: 2 },
  "key created": { d1RowsWritten: 40, kvWrites: 1 },
  "key revoked": { d1RowsWritten: 28, kvWrites: 1 },
} as const satisfies Readonly<Record<string, Operations>>;

/** What a flush costs once, whatever the number of keys in it: its id in D1, and its place in the gate's outbox. */
export const FLUSH_BASE = { gateRowsWritten: 3, d1RowsWritten: 3 } as const;

/** Sequential requests of one hot key within a second, and the calls of a gate that they cost. */
export const HOT_SECOND = { requests: 1000, gateRequests: 3 } as const;

/** Bytes in D1, tables and indexes: a key with its listings, changes and audit entry, and one operation of a key in an hour. */
export const BYTES = { key: 2000, hourOfUse: 143 } as const;
