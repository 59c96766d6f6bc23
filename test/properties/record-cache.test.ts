/** Of two readings of one key a gate keeps the newer, whichever came last and whoever's clock it was read by. */
import { expect, test } from "vitest";
import { epochMs } from "#shared/brand.ts";
import { keyIdSchema, userIdSchema } from "#shared/ids.ts";
import { RecordCache } from "#workers/gate/record-cache.ts";
import type { Snapshot } from "#workers/records/credential-record.ts";
import { secretDigestSchema } from "#workers/secrets/key-proof.ts";

const ID = keyIdSchema.parse("key_0123456789");

function found(version: number, readAt: number): Snapshot {
  const record = {
    id: ID,
    version,
    ownerId: userIdSchema.parse("usr_0123456789abcdef"),
    hint: "lk_live_0123…",
    secrets: [{ digest: secretDigestSchema.parse("d".repeat(43)), until: null, scopes: null }],
    scopes: [],
    status: "enabled" as const,
    expiresAt: null,
    revokedAt: null,
    allowedIps: null,
    rate: null,
    allowedTools: null,
    allowQuery: false,
    used: true,
    workspaces: [],
  };
  return { record, version, readAt: epochMs(readAt) };
}

function missing(floor: number, readAt: number): Snapshot {
  return { record: null, version: floor, readAt: epochMs(readAt) };
}

function keptOf(...snapshots: readonly Snapshot[]): Snapshot | undefined {
  const cache = new RecordCache(10);
  for (const snapshot of snapshots) cache.set(ID, snapshot);
  return cache.get(ID);
}

test("of two records the one of the higher version is kept, whenever they were read", () => {
  expect(keptOf(found(3, 100), found(2, 200))).toEqual(found(3, 100));
  expect(keptOf(found(2, 200), found(3, 100))).toEqual(found(3, 100));
});

test("a known deletion is newer than a record that was read by a clock ahead", () => {
  expect(keptOf(found(3, 900), missing(4, 100))).toEqual(missing(4, 100));
});

test("a key that is missing, and of whose deletion no floor tells any more, is missing", () => {
  expect(keptOf(found(3, 100), missing(0, 900))).toEqual(missing(0, 900));
  expect(keptOf(missing(4, 100), missing(0, 900))).toEqual(missing(0, 900));
});

test("a key is there as soon as a later reading finds it", () => {
  expect(keptOf(missing(0, 100), found(1, 200))).toEqual(found(1, 200));
});
