/** Writers: each act is one Worker that runs the product's own use case, or a hand in the SQL console. */
import { epochMs } from "#shared/brand.ts";
import type { Propagation } from "#shared/propagation.ts";
import type { Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { settingsOf } from "#workers/env.ts";
import { changeKey } from "#workers/keys/change-key.ts";
import { createKey } from "#workers/keys/create-key.ts";
import { disableKey } from "#workers/keys/disable-key.ts";
import { enableKey } from "#workers/keys/enable-key.ts";
import { removeKey } from "#workers/keys/remove-key.ts";
import { revokeKey } from "#workers/keys/revoke-key.ts";
import { removeMember } from "#workers/workspaces/remove-member.ts";
import type { ActKind, PlannedAct } from "./plan.ts";
import { HOLDER, keyIdOf, mintFor, principalOf, WORKSPACES } from "./scene.ts";

/** What the caller was told: a receipt, "it is there" of a creation, a refusal, or nothing at all for plain SQL. */
export type Told =
  | { readonly kind: "receipt"; readonly propagation: Propagation }
  | { readonly kind: "created" }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "untold" };

/** Does it, as the actor whose event this is. Throws what the use case throws: D1 did not say. */
export async function perform(env: Env, planned: PlannedAct, index: number): Promise<Told> {
  const sql = SQL[planned.kind];
  if (sql !== undefined) {
    await env.DB.prepare(sql).bind(keyIdOf(planned.key), Date.now()).run();
    return { kind: "untold" };
  }
  const act = actOf(env, planned, index);
  if (planned.kind !== "create") return toldOf(await useCase(act, planned));
  const created = await createKey(act, {
    name: "Key",
    scopes: ["mcp:read", "mcp:write"],
    workspaces: [...WORKSPACES],
    rate_limit: { per_minute: 100_000, burst: 100_000 },
  });
  return created.ok ? { kind: "created" } : { kind: "refused", code: created.error.code };
}

const SQL: Partial<Record<ActKind, string>> = {
  "disable by SQL": "UPDATE keys SET status = 'disabled', updated_at = ?2 WHERE id = ?1 AND status = 'enabled'",
  "enable by SQL": "UPDATE keys SET status = 'enabled', updated_at = ?2 WHERE id = ?1 AND status = 'disabled'",
};

type Answer = Result<{ readonly propagation: Propagation }, { readonly code: string }>;

function useCase(act: Act, { kind, key }: PlannedAct): Promise<Answer> {
  const id = keyIdOf(key);
  switch (kind) {
    case "disable":
      return disableKey(act, id);
    case "enable":
      return enableKey(act, id);
    case "revoke":
      return revokeKey(act, id);
    case "narrow":
      return changeKey(act, id, { change: { scopes: ["mcp:read"] }, ifMatch: null });
    case "widen":
      return changeKey(act, id, { change: { scopes: ["mcp:read", "mcp:write"] }, ifMatch: null });
    case "delete":
      return removeKey(act, id, true);
    case "remove member":
      return removeMember(act, WORKSPACES[key % 2 === 0 ? 0 : 1], HOLDER);
    case "create":
    case "disable by SQL":
    case "enable by SQL":
      throw new Error(`${kind} has no receipt`);
  }
}

function toldOf(answer: Answer): Told {
  if (answer.ok) return { kind: "receipt", propagation: answer.value.propagation };
  return { kind: "refused", code: answer.error.code };
}

function actOf(env: Env, planned: PlannedAct, index: number): Act {
  return {
    env,
    settings: settingsOf(env),
    db: env.DB,
    now: epochMs(Date.now()),
    mint: mintFor(planned.key, index),
    waitUntil: (work) => {
      void work.catch(() => undefined);
    },
    ip: null,
    userAgent: null,
    requestId: `act-${index}`,
    principal: principalOf(planned.kind === "remove member" ? "owner" : "holder"),
  };
}
