/** Creates a key. Its secret exists in this answer and nowhere else. */
import type { EpochMs } from "#shared/brand.ts";
import { auditIdSchema, newId, type WorkspaceId } from "#shared/ids.ts";
import type { CreateKey, Key } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { normalizeScopes } from "#shared/scopes.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements } from "#workers/audit/audit-entry.ts";
import { commit } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { type MintedKey, mintKey } from "#workers/secrets/mint-key.ts";
import type { Secret } from "#workers/secrets/secret.ts";
import { futureTime } from "./expiry.ts";
import { checkGrantable } from "./grantable.ts";
import { findKey } from "./key-rows.ts";
import { INSERT_REACH } from "./reach-sql.ts";

/** The key and its secret. Refusals: `invalid_request` (expiry), `not_found` (workspace), `not_permitted` (scope, policy). */
export async function createKey(
  act: Act,
  wish: CreateKey,
): Promise<Result<{ readonly key: Key; readonly secret: Secret }, Refusal>> {
  const expiresAt = futureTime(wish.expires_at ?? null, act.now);
  if (!expiresAt.ok) return expiresAt;
  const { userId } = act.principal;
  const reach = { workspaces: wish.workspaces, added: wish.workspaces };
  const grantable = await checkGrantable(act, {
    ...reach,
    scopes: wish.scopes,
    expiresAt: expiresAt.value,
    expiry: "new",
  });
  if (!grantable.ok) return grantable;
  const minted = await mintKey(act.settings, act.mint);
  const committed = await commit(act.db, creation(act, minted, { ...wish, expiresAt: expiresAt.value }));
  // NOTE: nobody can have asked for this key before: no gate knows it as missing, so the answer need not wait.
  act.waitUntil(propagate(act, committed));
  const key = await findKey(act.db, { userId, now: act.now }, minted.id);
  return key === null ? err({ code: "not_found", what: "key" }) : ok({ key, secret: minted.secret });
}

type Creation = CreateKey & { readonly expiresAt: EpochMs | null };

function creation(act: Act, minted: MintedKey, wish: Creation): Parameters<typeof commit>[1] {
  const workspaces: readonly WorkspaceId[] = [...new Set(wish.workspaces)];
  const scopes = normalizeScopes(wish.scopes);
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const audit = auditStatements(act, {
    id: auditId,
    action: "key.created",
    actor: actorOf(act),
    target: { type: "key", id: minted.id },
    detail: { name: wish.name, hint: minted.hint, scopes, workspaces, expires_at: wish.expires_at ?? null },
    workspaces,
  });
  return {
    auditId,
    credentials: [minted.id],
    statements: [
      insertKey(act, minted, { ...wish, scopes }),
      ...audit,
      act.db.prepare(INSERT_REACH).bind(auditId, minted.id, JSON.stringify(workspaces)),
    ],
  };
}

function insertKey(act: Act, minted: MintedKey, wish: Creation): D1PreparedStatement {
  return act.db
    .prepare(
      `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, expires_at, allowed_ips, rate_per_minute, rate_burst,
         allowed_tools, allow_query, created_at, updated_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13)`,
    )
    .bind(
      minted.id,
      act.principal.userId,
      wish.name,
      minted.hint,
      minted.digest,
      JSON.stringify(wish.scopes),
      wish.expiresAt,
      jsonOrNull(wish.allowed_ips),
      wish.rate_limit?.per_minute ?? null,
      wish.rate_limit?.burst ?? null,
      jsonOrNull(wish.allowed_tools),
      wish.allow_query === true ? 1 : 0,
      act.now,
    );
}

function jsonOrNull(list: readonly string[] | null | undefined): string | null {
  return list === null || list === undefined ? null : JSON.stringify([...new Set(list)]);
}
