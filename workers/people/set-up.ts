/** Claims a fresh deployment: first owner, first workspace, and a management key if asked, in one batch or not at all. */
import {
  type AuditId,
  auditIdSchema,
  newId,
  type UserId,
  userIdSchema,
  type WorkspaceId,
  workspaceIdSchema,
} from "#shared/ids.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { isDuplicate } from "#workers/db/storage-unavailable.ts";
import { type MintedKey, mintKey } from "#workers/secrets/mint-key.ts";
import { workspaceStatements } from "#workers/workspaces/workspace-statements.ts";
import { refuseSetupToken } from "./setup-token.ts";
import { type SignInMeans, userStatements } from "./user-statements.ts";

export type SetupWish = {
  readonly setupToken: string;
  readonly owner: { readonly name: string; readonly email: string };
  readonly workspace: { readonly name: string };
  /** Asked once the token has proved right, for it costs CPU to make. */
  readonly signIn: () => Promise<Result<SignInMeans, Refusal>>;
  /** A person at the setup page signs in and makes keys there; a program needs one to go on. */
  readonly key: "management" | "none";
};

type SetUp = { readonly userId: UserId; readonly workspaceId: WorkspaceId; readonly minted: MintedKey | null };

/** Whether this deployment has an owner. */
export async function isSetUp(db: D1Database): Promise<boolean> {
  return (await db.prepare("SELECT 1 FROM instance").first()) !== null;
}

/** Why nobody can be set up with this token, now; `null` when somebody can. */
export async function refuseSetup(act: Omit<Act, "principal">, setupToken: string): Promise<Refusal | null> {
  const refusal = await refuseSetupToken(act, setupToken);
  if (refusal !== null) return refusal;
  return (await isSetUp(act.db)) ? { code: "already_set_up" } : null;
}

/** Refusals: `rate_limited`, `wrong_setup_token`, `already_set_up` (also for the later of two at once), and those of `signIn`. */
export async function setUp(act: Omit<Act, "principal">, wish: SetupWish): Promise<Result<SetUp, Refusal>> {
  const refusal = await refuseSetup(act, wish.setupToken);
  if (refusal !== null) return err(refusal);
  const signIn = await wish.signIn();
  if (!signIn.ok) return signIn;
  const set: SetUp = {
    userId: newId(userIdSchema, "usr", act.mint),
    workspaceId: newId(workspaceIdSchema, "ws", act.mint),
    minted: wish.key === "none" ? null : await mintKey(act.settings, act.mint),
  };
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const { userId: id, workspaceId } = set;
  const rows = [
    ...userStatements(act, auditId, { id, ...wish.owner, signIn: signIn.value }),
    ...workspaceStatements(act, { id: workspaceId, name: wish.workspace.name, ownerId: id }),
    ...firstKeyStatements(act, set),
  ];
  try {
    const credentials = set.minted === null ? [] : [set.minted.id];
    await commit(act.db, { auditId, credentials, statements: [...claimStatements(act, auditId, set), ...rows] });
  } catch (error) {
    if (isDuplicate(error, "instance.id")) return err({ code: "already_set_up" });
    throw error;
  }
  return ok(set);
}

/** The insert is what decides: its primary key refuses a second one, and with it the whole batch. */
function claimStatements(act: Omit<Act, "principal">, auditId: AuditId, set: SetUp): D1PreparedStatement[] {
  const claim = act.db.prepare("INSERT INTO instance (id, claimed_at) VALUES (1, ?1)").bind(act.now);
  const audit = auditStatements(act, {
    id: auditId,
    action: "instance.set_up",
    actor: { userId: set.userId, credentialId: null },
    target: { type: "instance", id: "1" },
    detail: { workspace: set.workspaceId, ...(set.minted === null ? {} : { key: set.minted.id }) },
    workspaces: [set.workspaceId],
  });
  return [claim, ...audit];
}

function firstKeyStatements(
  act: Omit<Act, "principal">,
  { userId, workspaceId, minted }: SetUp,
): D1PreparedStatement[] {
  if (minted === null) return [];
  return [
    act.db
      .prepare(
        `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, created_at, updated_at)
         VALUES (?1, ?2, 'Setup', ?3, ?4, '["keys:manage"]', ?5, ?5)`,
      )
      .bind(minted.id, userId, minted.hint, minted.digest, act.now),
    act.db.prepare("INSERT INTO key_workspaces (key_id, workspace_id) VALUES (?1, ?2)").bind(minted.id, workspaceId),
  ];
}
