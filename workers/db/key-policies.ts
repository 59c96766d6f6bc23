/** What workspaces ask of keys that reach them. Read here for who shows it, and for who holds keys to it. */
import { z } from "zod";
import { type UserId, type WorkspaceId, workspaceIdSchema } from "#shared/ids.ts";
import { keyCreatorsSchema, type KeyPolicy } from "#shared/management/workspaces.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import type { Role } from "#shared/scopes.ts";

/** The columns of a workspace that make its policy; `w` is the workspace. */
export const KEY_POLICY_COLUMNS = "w.key_default_days, w.key_max_days, w.key_creators";

export const keyPolicyRow = z.object({
  key_default_days: z.number().nullable(),
  key_max_days: z.number().nullable(),
  key_creators: keyCreatorsSchema,
});

/** The policy of a row that was read with {@link KEY_POLICY_COLUMNS}. */
export function keyPolicyOf(row: z.infer<typeof keyPolicyRow>): KeyPolicy {
  return { default_days: row.key_default_days, max_days: row.key_max_days, creators: row.key_creators };
}

/** A workspace's policy, and what the user who asks is there. */
export type WorkspaceKeyPolicy = KeyPolicy & {
  readonly id: WorkspaceId;
  readonly name: string;
  readonly role: Role;
};

const memberPolicyRow = keyPolicyRow.extend({ id: workspaceIdSchema, name: z.string(), role: roleSchema });

/** The policies of those of the workspaces to which the user belongs; others are left out. */
export async function readKeyPolicies(
  db: D1Database,
  workspaceIds: readonly WorkspaceId[],
  userId: UserId,
): Promise<WorkspaceKeyPolicy[]> {
  const { results } = await db
    .prepare(
      `SELECT w.id, w.name, m.role, ${KEY_POLICY_COLUMNS}
       FROM workspace w JOIN member m ON m.workspace_id = w.id AND m.user_id = ?1
       WHERE w.id IN (SELECT value FROM json_each(?2)) ORDER BY w.name, w.id`,
    )
    .bind(userId, JSON.stringify(workspaceIds))
    .all();
  return results.map((raw) => {
    const row = memberPolicyRow.parse(raw);
    return Object.assign(keyPolicyOf(row), { id: row.id, name: row.name, role: row.role });
  });
}
