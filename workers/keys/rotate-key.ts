/** Gives a key a new secret. The one until now works for the grace given; an older one still in grace ends at once. */
import type { KeyId } from "#shared/ids.ts";
import type { Key } from "#shared/management/keys.ts";
import type { Propagation } from "#shared/propagation.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { type MintedKey, mintKey } from "#workers/secrets/mint-key.ts";
import type { Secret } from "#workers/secrets/secret.ts";
import { findKey } from "./key-rows.ts";
import { commitKeyWrite, keyForPower, LEGACY_STAYS, REVOKED_FOR_GOOD } from "./write-key.ts";

/** Refusals: `not_found`, `not_permitted` (not the owner), `conflict` (revoked, legacy, or changed meanwhile). */
export async function rotateKey(
  act: Act,
  id: KeyId,
  graceSeconds: number,
): Promise<Result<{ readonly key: Key; readonly secret: Secret; readonly propagation: Propagation }, Refusal>> {
  const before = await keyForPower(act, id, "own");
  if (!before.ok) return before;
  if (before.value.status === "revoked") return err(REVOKED_FOR_GOOD);
  if (before.value.legacy) return err(LEGACY_STAYS);
  const minted = await mintKey(act.settings, act.mint, id);
  const committed = await commitKeyWrite(act, before.value, {
    action: "key.rotated",
    power: "own",
    detail: { new_hint: minted.hint, grace_seconds: graceSeconds },
    statement: rotation(act, { minted, graceSeconds, version: before.value.version }),
  });
  const propagation = await propagate(act, committed);
  // NOTE: two rotations at once would hand one caller a secret that is dead already: the later one is told instead.
  if (!committed.applied) return err({ code: "conflict", reason: "The key was changed at the same time." });
  const key = await findKey(act.db, { userId: act.principal.userId, now: act.now }, id);
  return key === null ? err({ code: "not_found", what: "key" }) : ok({ key, secret: minted.secret, propagation });
}

type Rotation = { readonly minted: MintedKey; readonly graceSeconds: number; readonly version: number };

/**
 * NOTE: an imported key keeps the digest of its secret before, as one that has ended long ago, also without a grace: or
 * the same import, run again, would make a key of the secret that was to end.
 */
function rotation(act: Act, { minted, graceSeconds, version }: Rotation): D1PreparedStatement {
  return act.db
    .prepare(
      `UPDATE keys SET digest = ?2, hint = ?3, rotated_at = ?4, updated_at = ?4,
         previous_digest = CASE WHEN ?5 > 0 OR imported_at IS NOT NULL THEN digest END,
         previous_expires_at = CASE WHEN ?5 > 0 THEN ?4 + ?5 * 1000 WHEN imported_at IS NOT NULL THEN 0 END
       WHERE id = ?1 AND status <> 'revoked' AND version = ?6`,
    )
    .bind(minted.id, minted.digest, minted.hint, act.now, graceSeconds, version);
}
