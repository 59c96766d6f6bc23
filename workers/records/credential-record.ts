/**
 * The verification record of a credential: all that a request needs to be decided, with its version. This file is its one
 * codec: from a D1 row and to and from the KV value. A stored form that does not parse is a miss, never an answer.
 */
import { z } from "zod";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import {
  appIdSchema,
  type CredentialId,
  credentialIdSchema,
  isAppId,
  keyIdSchema,
  userIdSchema,
  workspaceIdSchema,
} from "#shared/ids.ts";
import { SCOPES } from "#shared/scopes.ts";
import { roleSchema, scopeSchema } from "#shared/scope-schema.ts";
import { secretDigestSchema } from "#workers/secrets/key-proof.ts";

const epoch = z.number().int().transform(epochMs);

const recordFields = {
  id: credentialIdSchema,
  version: z.int().min(1),
  ownerId: userIdSchema,
  hint: z.string(),
  /**
   * What proves the credential: a key's secret, and the one before its last rotation until then; an app's access tokens.
   * `scopes` null: all that the credential has.
   */
  secrets: z
    .array(z.object({ digest: secretDigestSchema, until: epoch.nullable(), scopes: z.array(scopeSchema).nullable() }))
    .readonly(),
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
export type CredentialRecord = z.infer<typeof recordSchema>;
export type RecordSecret = CredentialRecord["secrets"][number];

/** What was read, and when the read began: a later change may be missing from it. `null`: D1 knows no such credential. */
export type Snapshot = {
  readonly record: CredentialRecord | null;
  readonly readAt: EpochMs;
  /**
   * What the snapshot is at least as new as. A record's own version; for a missing key the floor that its reader knew
   * when the read began: a deletion it knew of is what made the key missing, and a later creation raises the floor.
   */
  readonly version: number;
};

/** Reads one key's record; `?1` is its id. Role and reach are joined at the moment of the read. */
const KEY_RECORD_SQL = `
SELECT k.id, k.version, k.owner_id, k.hint, k.digest, k.previous_digest, k.previous_expires_at, k.scopes, k.status,
  k.expires_at, k.revoked_at, k.allowed_ips, k.rate_per_minute, k.rate_burst, k.allowed_tools, k.allow_query,
  k.last_used_at IS NOT NULL AS used,
  (SELECT json_group_array(json_object('id', kw.workspace_id, 'role', m.role))
     FROM key_workspaces kw JOIN member m ON m.workspace_id = kw.workspace_id AND m.user_id = k.owner_id
    WHERE kw.key_id = k.id) AS workspaces
FROM keys k WHERE k.id = ?1`;

/** The same of a connected app. Its secrets are its grant's access tokens; each may carry fewer scopes than the app. */
const APP_RECORD_SQL = `
SELECT a.id, a.version, a.owner_id, a.scopes, a.last_used_at IS NOT NULL AS used,
  (SELECT json_group_array(json_object('digest', substr(t.key, -64), 'until', t.expires_at,
      'scopes', t.value -> '$.scope'))
     FROM oauth_store t WHERE t.app_id = a.id AND t.key >= 'token:' AND t.key < 'token;') AS tokens,
  (SELECT json_group_array(json_object('id', aw.workspace_id, 'role', m.role))
     FROM connected_app_workspaces aw JOIN member m ON m.workspace_id = aw.workspace_id AND m.user_id = a.owner_id
    WHERE aw.app_id = a.id) AS workspaces
FROM connected_apps a WHERE a.id = ?1`;

/** What reads the record of a credential; `?1` is its id. */
export function recordSql(id: CredentialId): string {
  return isAppId(id) ? APP_RECORD_SQL : KEY_RECORD_SQL;
}

const jsonText = z.string().transform((text): unknown => JSON.parse(text));

const keyRowSchema = z
  .object({
    id: keyIdSchema,
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
    secrets: [
      { digest: row.digest, until: null, scopes: null },
      ...(row.previous_digest === null || row.previous_expires_at === null
        ? []
        : [{ digest: row.previous_digest, until: row.previous_expires_at, scopes: null }]),
    ],
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
  }));

/** Besides what the library stores as scopes of a token: `offline_access` opens nothing here. */
const tokenRowSchema = z.object({
  digest: z.string(),
  until: z.number(),
  scopes: z.array(z.string()).transform((scopes) => SCOPES.filter((scope) => scopes.includes(scope))),
});

const appRowSchema = z
  .object({
    id: appIdSchema,
    version: z.number(),
    owner_id: z.string(),
    scopes: jsonText,
    used: z.number(),
    tokens: jsonText.pipe(z.array(tokenRowSchema)),
    workspaces: jsonText,
  })
  .transform((row) => ({
    ...WITHOUT_CONDITIONS,
    id: row.id,
    version: row.version,
    ownerId: row.owner_id,
    secrets: row.tokens,
    scopes: row.scopes,
    used: row.used !== 0,
    workspaces: row.workspaces,
  }));

/** What keys may be narrowed by, and apps are not: an app is connected or gone. */
const WITHOUT_CONDITIONS = {
  hint: "",
  status: "enabled",
  expiresAt: null,
  revokedAt: null,
  allowedIps: null,
  rate: null,
  allowedTools: null,
  allowQuery: false,
} as const;

const rowSchema = z
  .union([keyRowSchema, appRowSchema])
  .transform((row): unknown => row)
  .pipe(recordSchema);

/** A row of {@link recordSql} as a record; throws when the row is not one, which is a bug. */
export function recordFromRow(row: unknown): CredentialRecord {
  return rowSchema.parse(row);
}

/**
 * Bumped when the form of the KV value changes; values of another form are misses. A field that is added with a default
 * needs no bump: each version of this code reads what the other has written.
 */
const KV_FORM = 2;
const kvSchema = z.object({
  form: z.literal(KV_FORM),
  readAt: epoch,
  record: recordSchema,
});

/** The KV value of a snapshot that has a record. */
export function toKvText(record: CredentialRecord, readAt: EpochMs): string {
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
