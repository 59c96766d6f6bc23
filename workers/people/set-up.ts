/** Claims a fresh deployment: first owner, first workspace, first management key, in one batch or not at all. */
import { hashPassword } from "@better-auth/utils/password";
import { auditIdSchema, newId, type UserId, userIdSchema, type WorkspaceId, workspaceIdSchema } from "#shared/ids.ts";
import type { Setup } from "#shared/management/setup.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { isDuplicate } from "#workers/db/storage-unavailable.ts";
import { type MintedKey, mintKey } from "#workers/secrets/mint-key.ts";
import { workspaceStatements } from "#workers/workspaces/workspace-statements.ts";

type SetUp = { readonly userId: UserId; readonly workspaceId: WorkspaceId; readonly minted: MintedKey };

/** Whether this deployment has an owner. */
export async function isSetUp(db: D1Database): Promise<boolean> {
  return (await db.prepare("SELECT 1 FROM instance").first()) !== null;
}

/** Refusals: `wrong_setup_token`, `already_set_up` (also for the later of two at once). */
export async function setUp(act: Omit<Act, "principal">, wish: Setup): Promise<Result<SetUp, Refusal>> {
  if (!(await isSameToken(wish.setup_token, act.settings.setupToken))) return err({ code: "wrong_setup_token" });
  // NOTE: looked up before the password is hashed, which costs 70 ms of CPU; the insert below is what decides.
  if (await isSetUp(act.db)) return err({ code: "already_set_up" });
  const userId = newId(userIdSchema, "usr", act.mint);
  const workspaceId = newId(workspaceIdSchema, "ws", act.mint);
  const minted = await mintKey(act.settings, act.mint);
  const passwordHash = await hashPassword(wish.owner.password);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "instance.set_up",
    actor: { userId, credentialId: null },
    target: { type: "instance", id: "1" },
    detail: { workspace: workspaceId, key: minted.id },
    workspaces: [workspaceId],
  });
  const claim = act.db.prepare("INSERT INTO instance (id, claimed_at) VALUES (1, ?1)").bind(act.now);
  const rows = [
    ...userStatements(act, { userId, passwordHash, wish }),
    ...workspaceStatements(act, { id: workspaceId, name: wish.workspace.name, ownerId: userId }),
    ...firstKeyStatements(act, { userId, workspaceId, minted }),
  ];
  try {
    await commit(act.db, { auditId, credentials: [minted.id], statements: [claim, ...audit, ...rows] });
  } catch (error) {
    if (isDuplicate(error, "instance.id")) return err({ code: "already_set_up" });
    throw error;
  }
  return ok({ userId, workspaceId, minted });
}

/** Compares digests, so that neither length nor place of a difference shows in the time taken. */
async function isSameToken(given: string, expected: string): Promise<boolean> {
  const [left, right] = await Promise.all(
    [given, expected].map((text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
  );
  return left !== undefined && right !== undefined && crypto.subtle.timingSafeEqual(left, right);
}

type NewUser = { readonly userId: UserId; readonly passwordHash: string; readonly wish: Setup };

/** Rows as better-auth reads them: e-mail in lower case, the password on an account of the provider "credential". */
function userStatements(act: Omit<Act, "principal">, { userId, passwordHash, wish }: NewUser): D1PreparedStatement[] {
  return [
    act.db
      .prepare(
        "INSERT INTO user (id, name, email, email_verified, created_at, updated_at) VALUES (?1, ?2, ?3, 0, ?4, ?4)",
      )
      .bind(userId, wish.owner.name, wish.owner.email.toLowerCase(), act.now),
    act.db
      .prepare(
        `INSERT INTO account (id, account_id, provider_id, user_id, password, created_at, updated_at)
         VALUES (?1, ?2, 'credential', ?2, ?3, ?4, ?4)`,
      )
      .bind(`acc_${act.mint(16)}`, userId, passwordHash, act.now),
  ];
}

function firstKeyStatements(act: Omit<Act, "principal">, set: SetUp): D1PreparedStatement[] {
  return [
    act.db
      .prepare(
        `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, created_at, updated_at)
         VALUES (?1, ?2, 'Setup', ?3, ?4, '["keys:manage"]', ?5, ?5)`,
      )
      .bind(set.minted.id, set.userId, set.minted.hint, set.minted.digest, act.now),
    act.db
      .prepare("INSERT INTO key_workspaces (key_id, workspace_id) VALUES (?1, ?2)")
      .bind(set.minted.id, set.workspaceId),
  ];
}
