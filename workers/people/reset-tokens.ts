/**
 * Links that set a new password once. A row of better-auth's `verification` table, so that it is swept with the rest;
 * the token is nowhere but in the link.
 */
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import { type AuditId, type UserId, userIdSchema } from "#shared/ids.ts";
import type { Act } from "#workers/audit/act.ts";
import { IF_RECORDED } from "#workers/audit/audit-entry.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";

/** An hour: long enough to hand it over, too short to lie around. */
export const RESET_LINK_MS = 60 * 60 * 1000;

/** A token of a new link; 40 characters of base62 are 238 bits. */
export function newResetToken(mint: Act["mint"]): string {
  return `rst${mint(40)}`;
}

/** The link on this site. */
export function resetUrl(origin: string, token: string): string {
  return `${origin}/reset-password?token=${token}`;
}

/** As the row is found: with a purpose, for better-auth keeps other things in the same column. */
export async function resetIdentifier(token: string): Promise<string> {
  return sha256Hex(`reset-password:${token}`);
}

export type ResetRow = {
  readonly auditId: AuditId;
  readonly userId: UserId;
  readonly token: string;
  /** Who must own every workspace of the person; `null` for whoever runs the deployment. */
  readonly by: UserId | null;
};

/** The row, made only while `by` may make it; its audit entry goes between; then the end of a link of before. */
export async function resetStatements(
  { db, mint, now }: Pick<Act, "db" | "mint" | "now">,
  { auditId, userId, token, by }: ResetRow,
): Promise<readonly [D1PreparedStatement, D1PreparedStatement]> {
  const [id, identifier, value] = [`ver_${mint(16)}`, await resetIdentifier(token), valueOf(userId)];
  return [
    db.prepare(INSERT).bind(id, identifier, value, now + RESET_LINK_MS, now, userId, by),
    db.prepare(`DELETE FROM verification WHERE value = ?2 AND id <> ?3 AND ${IF_RECORDED}`).bind(auditId, value, id),
  ];
}

const INSERT = `
INSERT INTO verification (id, identifier, value, expires_at, created_at, updated_at)
SELECT ?1, ?2, ?3, ?4, ?5, ?5
WHERE EXISTS (SELECT 1 FROM user WHERE id = ?6) AND (?7 IS NULL OR NOT EXISTS (
  SELECT 1 FROM member theirs WHERE theirs.user_id = ?6 AND NOT EXISTS (
    SELECT 1 FROM member own
    WHERE own.workspace_id = theirs.workspace_id AND own.user_id = ?7 AND own.role = 'owner')))`;

/** Whose password the link may set; `null` when it was used, replaced, has expired or never was. */
export async function findReset(
  db: D1Database,
  token: string,
  now: EpochMs,
): Promise<{ readonly userId: UserId; readonly email: string } | null> {
  const row = await db
    .prepare(
      `SELECT u.id, u.email FROM verification v JOIN user u ON v.value = 'reset-password:' || u.id
       WHERE v.identifier = ?1 AND v.expires_at > ?2`,
    )
    .bind(await resetIdentifier(token), now)
    .first();
  if (row === null) return null;
  const { id, email } = userRow.parse(row);
  return { userId: id, email };
}

const userRow = z.object({ id: userIdSchema, email: z.string() });

function valueOf(userId: UserId): string {
  return `reset-password:${userId}`;
}
