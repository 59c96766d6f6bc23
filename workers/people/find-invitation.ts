/** The invitation that a link leads to, as its holder may see it. */
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import { type InvitationId, invitationIdSchema, type WorkspaceId, workspaceIdSchema } from "#shared/ids.ts";
import { roleSchema } from "#shared/scope-schema.ts";
import type { Role } from "#shared/scopes.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";

export type InvitationLink = {
  readonly id: InvitationId;
  readonly email: string;
  readonly role: Role;
  readonly workspace: { readonly id: WorkspaceId; readonly name: string };
  readonly inviter: string;
  /** Why it cannot be accepted; `pending` when it can. */
  readonly state: "pending" | "accepted" | "expired";
  /** Whether the e-mail has an account. Told to nobody but the holder of the link. */
  readonly hasAccount: boolean;
};

const row = z.object({
  id: invitationIdSchema,
  email: z.string(),
  role: roleSchema,
  status: z.enum(["pending", "accepted"]),
  expires_at: z.number(),
  workspace_id: workspaceIdSchema,
  workspace_name: z.string(),
  inviter: z.string(),
  has_account: z.number(),
});

/** How a link's token reads; other text is not looked up. */
const TOKEN = /^inv[0-9A-Za-z_]{16,80}$/;

/** `null` for a token that leads nowhere: a withdrawn invitation is deleted, a resent one has another token. */
export async function findInvitation(db: D1Database, token: string, now: EpochMs): Promise<InvitationLink | null> {
  if (!TOKEN.test(token)) return null;
  const found = await db
    .prepare(FIND)
    .bind(await sha256Hex(token))
    .first();
  if (found === null) return null;
  const { workspace_id: id, workspace_name: name, status, has_account: hasAccount, ...rest } = row.parse(found);
  const state = status === "pending" && rest.expires_at <= now ? "expired" : status;
  const { id: invitationId, email, role, inviter } = rest;
  return { id: invitationId, email, role, inviter, workspace: { id, name }, state, hasAccount: hasAccount === 1 };
}

const FIND = `
SELECT i.id, i.email, i.role, i.status, i.expires_at, w.id AS workspace_id, w.name AS workspace_name, u.name AS inviter,
  EXISTS (SELECT 1 FROM user WHERE email = lower(i.email)) AS has_account
FROM invitation i JOIN workspace w ON w.id = i.workspace_id JOIN user u ON u.id = i.inviter_id
WHERE i.token_digest = ?1`;
