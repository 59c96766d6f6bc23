/** Sets a new password by a link, once. Every session of the person ends with it: somebody else may be in one. */
import { auditIdSchema, newId } from "#shared/ids.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { auditStatements, IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { accountKey, forgetAttempts } from "./attempts.ts";
import { hashedPassword } from "./password.ts";
import { findReset, useReset } from "./reset-tokens.ts";

/** Refusal: `conflict` for a link that was used, replaced, has expired, or whose maker could not make it now. */
export async function resetPassword(
  act: Omit<Act, "principal">,
  token: string,
  password: string,
): Promise<Result<{ readonly email: string }, Refusal>> {
  const target = await findReset(act.db, token, act.now);
  if (target === null) return err(DEAD_LINK);
  const hash = await hashedPassword(password);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const use = await useReset(act.db, { token, right: target, now: act.now });
  const audit = auditStatements(act, {
    id: auditId,
    action: "password.reset",
    actor: { userId: target.userId, credentialId: null },
    target: { type: "user", id: target.userId },
    detail: {},
    workspaces: [],
  });
  const rows = [
    act.db.prepare(INSERT_ACCOUNT).bind(auditId, `acc_${act.mint(16)}`, target.userId, hash, act.now),
    act.db.prepare(`DELETE FROM session WHERE user_id = ?2 AND ${IF_RECORDED}`).bind(auditId, target.userId),
  ];
  const committed = await commit(act.db, { auditId, credentials: [], statements: [use, ...audit, ...rows] });
  if (!committed.applied) return err(DEAD_LINK);
  await forgetAttempts({ db: act.db, key: accountKey(target.email) });
  return ok({ email: target.email });
}

const DEAD_LINK: Refusal = { code: "conflict", reason: "This link was used before, was replaced, or has expired." };

/** Who signed in by passkey or provider alone gets a password now. */
const INSERT_ACCOUNT = `
INSERT INTO account (id, account_id, provider_id, user_id, password, created_at, updated_at)
SELECT ?2, ?3, 'credential', ?3, ?4, ?5, ?5 WHERE ${IF_RECORDED}
ON CONFLICT (provider_id, account_id) DO UPDATE SET password = excluded.password, updated_at = excluded.updated_at`;
