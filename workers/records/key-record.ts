/**
 * The verification record of a key: all that a request needs to be decided, with its version. This file is its one
 * codec: from a D1 row and to and from the KV value. A stored form that does not parse is a miss, never an answer.
 */
import { z } from "zod";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { keyIdSchema, userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import { roleSchema, scopeSchema } from "#shared/scope-schema.ts";
import { keyDigestSchema } from "#workers/secrets/key-proof.ts";

const epoch = z.number().int().transform(epochMs);

const recordFields = {
  id: keyIdSchema,
  version: z.int().min(1),
  ownerId: userIdSchema,
  hint: z.string(),
  digest: keyDigestSchema,
  /** The secret before the last rotation, good until then. */
  previous: z.object({ digest: keyDigestSchema, until: epoch }).nullable(),
  scopes: z.array(scopeSchema).readonly(),
  status: z.enum(["enabled", "disabled", "revoked"]),
  expiresAt: epoch.nullable(),
  revokedAt: epoch.nullable(),
  allowedIps: z.array(z.string()).readonly().nullable(),
  rate: z.object({ perMinute: z.number(), burst: z.number() }).nullable(),
  allowedTools: z.array(z.string()).readonly().nullable(),
  allowQuery: z.boolean(),
  /** Whether D1 knew of a use when this was read. It decides nothing: a gate flushes a first use at once. */
  used: z.boolean(),
  /** Those chosen for the key to which its owner belongs now. */
  workspaces: z.array(z.object({ id: workspaceIdSchema, role: roleSchema })).readonly(),
};

const recordSchema = z.object(recordFields).readonly();
export type KeyRecord = z.infer<typeof recordSchema>;

/** What was read, and when the read began: a later change may be missing from it. `null`: D1 knows no such key. */
export type Snapshot = {
  readonly record: KeyRecord | null;
  readonly readAt: EpochMs;
  /**
   * What the snapshot is at least as new as. A record's own version; for a missing key the floor that its reader knew
   * when the read began: a deletion it knew of is what made the key missing, and a later creation raises the floor.
   */
  readonly version: number;
};

/** Reads one key's record; `?1` is its id. Role and reach are joined at the moment of the read. */
export const RECORD_SQL = `
SELECT k.id, k.version, k.owner_id, k.hint, k.digest, k.previous_digest, k.previous_expires_at, k.scopes, k.status,
  k.expires_at, k.revoked_at, k.allowed_ips, k.rate_per_minute, k.rate_burst, k.allowed_tools, k.allow_query,
  k.last_used_at IS NOT NULL AS used,
  (SELECT json_group_array(json_object('id', kw.workspace_id, 'role', m.role))
     FROM key_workspaces kw JOIN member m ON m.workspace_id = kw.workspace_id AND m.user_id = k.owner_id
    WHERE kw.key_id = k.id) AS workspaces
FROM keys k WHERE k.id = ?1`;

const jsonText = z.string().transform((text): unknown => JSON.parse(text));

const rowSchema = z
  .object({
    id: z.string(),
    version: z.number(),
    owner_id: z.string(),
    hint: z.string(),
    digest: z.string(),
    previous_digest: z.string().nullable(),
    previous_expires_at: z.number().nullable(),
    scopes: jsonText,
    status: z.string(),
    expires_at: z.number().nullable(),
    revoked_at: z.number().nullable(),
    allowed_ips: jsonText.nullable(),
    rate_per_minute: z.number().nullable(),
    rate_burst: z.number().nullable(),
    allowed_tools: jsonText.nullable(),
    allow_query: z.number(),
    used: z.number(),
    workspaces: jsonText,
  })
  .transform((row) => ({
    id: row.id,
    version: row.version,
    ownerId: row.owner_id,
    hint: row.hint,
    digest: row.digest,
    previous:
      row.previous_digest === null || row.previous_expires_at === null
        ? null
        : { digest: row.previous_digest, until: row.previous_expires_at },
    scopes: row.scopes,
    status: row.status,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    allowedIps: row.allowed_ips,
    rate:
      row.rate_per_minute === null || row.rate_burst === null
        ? null
        : { perMinute: row.rate_per_minute, burst: row.rate_burst },
    allowedTools: row.allowed_tools,
    allowQuery: row.allow_query !== 0,
    used: row.used !== 0,
    workspaces: row.workspaces,
  }))
  .pipe(recordSchema);

/** A row of {@link RECORD_SQL} as a record; throws when the row is not one, which is a bug. */
export function recordFromRow(row: unknown): KeyRecord {
  return rowSchema.parse(row);
}

/**
 * Bumped when the form of the KV value changes; values of another form are misses. A field that is added with a default
 * needs no bump: each version of this code reads what the other has written.
 */
const KV_FORM = 1;
const kvSchema = z.object({
  form: z.literal(KV_FORM),
  readAt: epoch,
  // Values from before `used` was there are taken for used.
  record: z.object({ ...recordFields, used: z.boolean().default(true) }).readonly(),
});

/** The KV value of a snapshot that has a record. */
export function toKvText(record: KeyRecord, readAt: EpochMs): string {
  return JSON.stringify({ form: KV_FORM, readAt, record });
}

/** A KV value as a snapshot; `null` when it does not parse. */
export function fromKvText(text: string): Snapshot | null {
  try {
    const { record, readAt } = kvSchema.parse(JSON.parse(text));
    return { record, readAt, version: record.version };
  } catch {
    return null;
  }
}
