/** What an import has to know of D1 before it writes: whom its rows name, where those belong, and what is there already. */
import { z } from "zod";
import {
  type KeyId,
  keyIdSchema,
  type UserId,
  userIdSchema,
  type WorkspaceId,
  workspaceIdSchema,
} from "#shared/ids.ts";
import type { ImportKey } from "#shared/management/import.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import type { Role } from "#shared/scopes.ts";
import { KEY_POLICY_COLUMNS, keyPolicyOf, keyPolicyRow, type WorkspaceKeyPolicy } from "#workers/db/key-policies.ts";
import { type SecretDigest, secretDigestSchema } from "#workers/secrets/key-proof.ts";

/** A place of a row's owner, with the policy that binds who runs it, and whether the importer does: owns or administers. */
export type Membership = {
  readonly workspace: WorkspaceKeyPolicy;
  readonly role: Role;
  readonly isRun: boolean;
  /** Whether the owner came by themselves: nobody put them there by hand. */
  readonly isChosen: boolean;
};

/** Somebody that the importer may know of, for they share a workspace that the importer runs. */
export type Owner = { readonly id: UserId; readonly memberships: readonly Membership[] };

/** A key with a digest of the import. `isShown`: the importer sees it in lists. */
export type KnownKey = { readonly id: KeyId; readonly ownerId: UserId; readonly isShown: boolean };

export type KnownKeys = ReadonlyMap<SecretDigest, KnownKey>;

export type ImportFacts = {
  /** By what rows call them, in lower case: the user's id or e-mail address. */
  readonly owners: ReadonlyMap<string, Owner>;
  /** Those of the workspaces named that the importer runs. */
  readonly run: ReadonlySet<WorkspaceId>;
  readonly known: KnownKeys;
};

/** Reads all of it at once. */
export async function readImportFacts(
  db: D1Database,
  importer: UserId,
  asked: { readonly rows: readonly ImportKey[]; readonly digests: readonly SecretDigest[] },
): Promise<ImportFacts> {
  const owners = [...new Set(asked.rows.flatMap((row) => [row.owner, row.owner.toLowerCase()]))];
  const named = [...new Set(asked.rows.flatMap((row) => (row.workspaces === "all" ? [] : row.workspaces)))];
  const [places, run, known] = await db.batch([
    db.prepare(READ_OWNERS).bind(importer, JSON.stringify(owners)),
    db.prepare(READ_RUN).bind(importer, JSON.stringify(named)),
    db.prepare(READ_KNOWN).bind(importer, JSON.stringify(asked.digests)),
  ]);
  return {
    owners: ownersOf(places?.results ?? []),
    run: new Set((run?.results ?? []).map((row) => runRow.parse(row).id)),
    known: knownOf(known?.results ?? []),
  };
}

/** The keys with these digests, as they are now. */
export async function readKnownKeys(
  db: D1Database,
  importer: UserId,
  digests: readonly SecretDigest[],
): Promise<KnownKeys> {
  const { results } = await db.prepare(READ_KNOWN).bind(importer, JSON.stringify(digests)).all();
  return knownOf(results);
}

/** By id and by e-mail address; who shares no workspace that the importer runs is as unknown as nobody. */
function ownersOf(rows: readonly unknown[]): ReadonlyMap<string, Owner> {
  const places = Map.groupBy(
    rows.map((row) => placeRow.parse(row)),
    (place) => place.user_id,
  );
  const owners = new Map<string, Owner>();
  for (const [id, own] of places) {
    const owner = { id, memberships: own.map(membershipOf) };
    if (!owner.memberships.some((membership) => membership.isRun)) continue;
    for (const name of [id, ...own.map((place) => place.email)]) owners.set(name.toLowerCase(), owner);
  }
  return owners;
}

function membershipOf(row: z.infer<typeof placeRow>): Membership {
  const workspace = { ...keyPolicyOf(row), id: row.workspace_id, name: row.workspace_name, role: "admin" } as const;
  return { workspace, role: row.role, isRun: row.is_run !== 0, isChosen: row.is_chosen !== 0 };
}

/** A digest that is in use comes before one that a rotation has replaced. */
function knownOf(rows: readonly unknown[]): KnownKeys {
  const known = new Map<SecretDigest, KnownKey>();
  for (const raw of rows) {
    const row = knownRow.parse(raw);
    if (known.has(row.digest)) continue;
    known.set(row.digest, { id: row.id, ownerId: row.owner_id, isShown: row.is_shown !== 0 });
  }
  return known;
}

const placeRow = keyPolicyRow.extend({
  user_id: userIdSchema,
  email: z.string(),
  workspace_id: workspaceIdSchema,
  workspace_name: z.string(),
  role: roleSchema,
  is_run: z.number(),
  is_chosen: z.number(),
});
const runRow = z.object({ id: workspaceIdSchema });
const knownRow = z.object({
  id: keyIdSchema,
  owner_id: userIdSchema,
  digest: secretDigestSchema,
  is_shown: z.number(),
});

const RUN_ROLES = "('owner', 'admin')";

/** `?1` is the importer, `?2` a JSON array of ids and e-mail addresses; those are stored in lower case. */
const READ_OWNERS = `
SELECT u.id AS user_id, u.email, o.role, o.added_by IS NULL AS is_chosen, w.id AS workspace_id, w.name AS workspace_name, ${KEY_POLICY_COLUMNS},
  EXISTS (SELECT 1 FROM member i
    WHERE i.workspace_id = o.workspace_id AND i.user_id = ?1 AND i.role IN ${RUN_ROLES}) AS is_run
FROM (SELECT id FROM user WHERE id IN (SELECT value FROM json_each(?2))
  UNION SELECT id FROM user WHERE email IN (SELECT value FROM json_each(?2))) named
JOIN user u ON u.id = named.id
JOIN member o ON o.user_id = u.id
JOIN workspace w ON w.id = o.workspace_id`;

/** `?2` is a JSON array of workspaces. */
const READ_RUN = `
SELECT workspace_id AS id FROM member
WHERE user_id = ?1 AND workspace_id IN (SELECT value FROM json_each(?2)) AND role IN ${RUN_ROLES}`;

const IS_SHOWN = `(k.owner_id = ?1 OR EXISTS (
  SELECT 1 FROM key_workspaces kw JOIN member v ON v.workspace_id = kw.workspace_id
  WHERE kw.key_id = k.id AND v.user_id = ?1 AND v.role IN ${RUN_ROLES}))`;

/** `?2` is a JSON array of digests. One that a rotation has replaced is known too: an import must not revive it. */
const READ_KNOWN = `
SELECT k.id, k.owner_id, k.digest, ${IS_SHOWN} AS is_shown, 0 AS is_previous FROM keys k
WHERE k.digest IN (SELECT value FROM json_each(?2))
UNION ALL
SELECT k.id, k.owner_id, k.previous_digest, ${IS_SHOWN}, 1 FROM keys k
WHERE k.previous_digest IN (SELECT value FROM json_each(?2))
ORDER BY is_previous`;
