/** What is to become of each row of an import, decided by what D1 said. No I/O. */
import type { EpochMs } from "#shared/brand.ts";
import { type KeyId, type MintId, newKeyId, type UserId, type WorkspaceId } from "#shared/ids.ts";
import type { ImportKey } from "#shared/management/import.ts";
import type { FieldError, Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { grantableScopes, normalizeScopes, type Scope } from "#shared/scopes.ts";
import type { ImportedDigests } from "#workers/secrets/imported-proof.ts";
import type { SecretDigest } from "#workers/secrets/key-proof.ts";
import { futureTime } from "../expiry.ts";
import { refuseByPolicy } from "../key-policy.ts";
import { hintOf } from "./foreign-digest.ts";
import type { ImportFacts, KnownKey, Membership, Owner } from "./read-import-facts.ts";

/** A row that is well-formed, with its digests as they would be stored: under the current pepper, then the previous. */
export type ReadRow = { readonly row: ImportKey; readonly digests: ImportedDigests };

/** A key to be written. */
export type PlannedKey = {
  readonly id: KeyId;
  readonly ownerId: UserId;
  readonly name: string;
  readonly hint: string;
  readonly digests: ImportedDigests;
  readonly scopes: readonly Scope[];
  readonly workspaces: readonly WorkspaceId[];
  readonly isLegacy: boolean;
  readonly expiresAt: EpochMs | null;
};

export type Importer = { readonly userId: UserId; readonly now: EpochMs; readonly mint: MintId };

/** What is to be done for a row. `again`: an earlier row of the same import makes its key. */
export type Step =
  | {
      readonly kind: "refused";
      readonly errors: readonly FieldError[];
      /** Of a digest that a key has which the importer does not see: that it is there is all that is told. */
      readonly isTold?: true;
    }
  | { readonly kind: "exists"; readonly id: KeyId }
  | { readonly kind: "new" | "again"; readonly key: PlannedKey };

/** A step for each row, in their order. */
export function planImport(
  importer: Importer,
  facts: ImportFacts,
  rows: readonly Result<ReadRow, FieldError[]>[],
): Step[] {
  const planned = new Map<SecretDigest, PlannedKey>();
  return rows.map((read) => {
    const step: Step = read.ok ? planRow(importer, { ...facts, planned }, read.value) : refusal(read.error);
    if (step.kind === "new") planned.set(step.key.digests[0], step.key);
    return step;
  });
}

type Known = ImportFacts & { readonly planned: ReadonlyMap<SecretDigest, PlannedKey> };

function planRow(importer: Importer, facts: Known, read: ReadRow): Step {
  const { row, digests } = read;
  const owner = facts.owners.get(row.owner.toLowerCase());
  if (owner === undefined) return refusal([UNKNOWN_OWNER]);
  const known = digests.map((digest) => facts.known.get(digest)).find((key) => key !== undefined);
  if (known !== undefined) return existing(known, owner.id);
  const earlier = facts.planned.get(digests[0]);
  if (earlier !== undefined) {
    return earlier.ownerId === owner.id ? { kind: "again", key: earlier } : refusal([ANOTHER_KEYS]);
  }
  const key = planKey(importer, { facts, owner }, read);
  return key.ok ? { kind: "new", key: key.value } : refusal(key.error);
}

/** The step for a digest that a key has. Of a key that the importer does not see nothing is told, but that it is there. */
export function existing(known: KnownKey, ownerId: UserId): Step {
  if (known.isShown && known.ownerId === ownerId) return { kind: "exists", id: known.id };
  return known.isShown ? refusal([ANOTHER_KEYS]) : { kind: "refused", errors: [ANOTHER_KEYS], isTold: true };
}

const UNKNOWN_OWNER: FieldError = {
  path: "/owner",
  message: "nobody of this id or address belongs to a workspace that you run",
};
const ANOTHER_KEYS: FieldError = { path: "/digest", message: "is that of another key" };

function planKey(
  importer: Importer,
  { facts, owner }: { readonly facts: ImportFacts; readonly owner: Owner },
  { row, digests }: ReadRow,
): Result<PlannedKey, FieldError[]> {
  const isOwn = importer.userId === owner.id;
  const reach = row.workspaces === "all" ? wholeReach(owner, isOwn) : reachOf(row.workspaces, owner, facts);
  if (!reach.ok) return reach;
  const lacking = refuseScopes(row, isOwn, reach.value);
  if (lacking !== null) return err([lacking]);
  const expiresAt = futureTime(row.expires_at ?? null, importer.now);
  if (!expiresAt.ok) return err(fieldsOf(expiresAt.error));
  const policies = reach.value.map(({ workspace }) => workspace);
  const added = policies.map(({ id }) => id);
  const limits = { added, expiresAt: expiresAt.value, expiry: "new", now: importer.now } as const;
  const ruledOut = refuseByPolicy(policies, limits);
  if (ruledOut !== null) return err(fieldsOf(ruledOut));
  return ok({
    id: newKeyId(importer.mint),
    ownerId: owner.id,
    name: row.name,
    hint: hintOf(row),
    digests,
    scopes: normalizeScopes(row.scopes),
    workspaces: added,
    isLegacy: row.workspaces === "all",
    expiresAt: expiresAt.value,
  });
}

/**
 * All places of the owner, for a legacy token.
 * NOTE: it will reach those that they join later, too. So nobody gets one imported by who just put them somewhere.
 */
function wholeReach({ memberships }: Owner, isOwn: boolean): Result<Membership[], FieldError[]> {
  const path = "/workspaces";
  if (!memberships.every(({ isRun }) => isRun)) return err([{ path, message: NOT_ALL_RUN }]);
  if (!isOwn && !memberships.some(({ isChosen }) => isChosen)) return err([{ path, message: NOT_CHOSEN }]);
  return ok([...memberships]);
}

/** The places of the owner that the key will reach; the importer has to run each of them. */
function reachOf(
  workspaces: readonly WorkspaceId[],
  owner: Owner,
  facts: ImportFacts,
): Result<Membership[], FieldError[]> {
  const places = new Map(owner.memberships.map((membership) => [membership.workspace.id, membership]));
  const errors = workspaces.flatMap((id, index): FieldError[] => {
    if (!facts.run.has(id)) return [{ path: `/workspaces/${index}`, message: "is no workspace that you run" }];
    if (places.has(id)) return [];
    return [{ path: `/workspaces/${index}`, message: "is a workspace to which the owner does not belong" }];
  });
  if (errors.length > 0) return err(errors);
  return ok([...new Set(workspaces)].flatMap((id) => places.get(id) ?? []));
}

const NOT_ALL_RUN =
  "the owner belongs to a workspace that you do not run: name the workspaces, or let somebody import it who runs all";

const NOT_CHOSEN =
  "the owner was added to your workspaces by hand: name the workspaces, or let them join by an invitation first";

/**
 * NOTE: whoever imports a key may know its secret. A key acts for its owner in what it reaches, which the importer runs;
 * but one with `keys:manage` acts for its owner everywhere.
 */
function refuseScopes({ scopes }: ImportKey, isOwn: boolean, reach: readonly Membership[]): FieldError | null {
  const path = "/scopes";
  if (scopes.includes("keys:manage") && !isOwn) {
    return { path, message: "keys:manage acts for its owner everywhere: only they can import such a key" };
  }
  const allowed = grantableScopes(reach.map(({ role }) => role));
  const lacking = scopes.filter((scope) => !allowed.includes(scope));
  return lacking.length === 0 ? null : { path, message: `the owner may not have ${lacking.join(" and ")}` };
}

/** Of a refusal for the key, what is refused of the row. */
function fieldsOf(refused: Refusal): FieldError[] {
  if (refused.code === "invalid_request") return [...refused.errors];
  return [{ path: "", message: refused.code === "not_permitted" ? refused.reason : "is not possible" }];
}

function refusal(errors: readonly FieldError[]): Step {
  return { kind: "refused", errors };
}
