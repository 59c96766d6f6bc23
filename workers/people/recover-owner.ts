/**
 * The last resort: whoever runs the deployment, and so knows its setup token, gets an owner a reset link. The answer is
 * a link whether or not an owner has the e-mail; one that was made for nobody opens nothing.
 */
import { auditIdSchema, newId, userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { z } from "zod";
import type { Act } from "#workers/audit/act.ts";
import { auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { newResetToken, resetStatements, resetUrl } from "./reset-tokens.ts";
import { refuseSetupToken } from "./setup-token.ts";

export type RecoverWish = { readonly setupToken: string; readonly email: string; readonly origin: string };

/** Refusals: `rate_limited`, `wrong_setup_token`. Audited as the owner's own, since the token is nobody's. */
export async function recoverOwner(
  act: Omit<Act, "principal">,
  { setupToken, email, origin }: RecoverWish,
): Promise<Result<{ readonly url: string }, Refusal>> {
  const refusal = await refuseSetupToken(act, setupToken);
  if (refusal !== null) return err(refusal);
  const token = newResetToken(act.mint);
  const row = await act.db.prepare(FIND_OWNER).bind(email.toLowerCase()).first();
  if (row !== null) await makeLink(act, ownerRow.parse(row), token);
  return ok({ url: resetUrl(origin, token) });
}

async function makeLink(act: Omit<Act, "principal">, owner: z.infer<typeof ownerRow>, token: string): Promise<void> {
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "password.reset_link_made",
    actor: { userId: owner.id, credentialId: null },
    target: { type: "user", id: owner.id },
    detail: { by: "setup token" },
    workspaces: owner.workspaces,
  });
  const [insert, rest] = await resetStatements(act, { auditId, userId: owner.id, token, by: null });
  await commit(act.db, { auditId, credentials: [], statements: [insert, ...audit, rest] });
}

const ownerRow = z.object({
  id: userIdSchema,
  workspaces: z.string().transform((text) => z.array(workspaceIdSchema).parse(JSON.parse(text))),
});

const FIND_OWNER = `
SELECT u.id, json_group_array(m.workspace_id) AS workspaces FROM user u JOIN member m ON m.user_id = u.id
WHERE u.email = ?1 AND m.role = 'owner' GROUP BY u.id`;
