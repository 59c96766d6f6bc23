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
async function resetIdentifier(token: string): Promise<string> {
  return sha256Hex(`reset-password:${token}`);
}

/** Who may set whose password: `by` is `null` for whoever runs the deployment. */
export type ResetRight = { readonly userId: UserId; readonly by: UserId | null };

/**
 * `?who` and `?by` of a {@link ResetRight}. Whoever holds a link becomes the person, everywhere: so its maker owns every
 * workspace that the person belongs to, and one at least that the person joined by themselves. To add somebody to a
 * workspace of one's own gives no power over them. Looked at when a link is made, shown and used.
 */
function mayReset(who: string, by: string): string {
  return `(${by} IS NULL OR (
    EXISTS (SELECT 1 FROM member joined JOIN member own ON own.workspace_id = joined.workspace_id
      WHERE joined.user_id = ${who} AND joined.added_by IS NULL AND own.user_id = ${by} AND own.role = 'owner')
    AND NOT EXISTS (SELECT 1 FROM member theirs WHERE theirs.user_id = ${who} AND NOT EXISTS (
      SELECT 1 FROM member own
      WHERE own.workspace_id = theirs.workspace_id AND own.user_id = ${by} AND own.role = 'owner'))))`;
}

export type ResetRow = ResetRight & { readonly auditId: AuditId; readonly token: string };

/** The row, made only while `by` may make it; its audit entry goes between; then the end of links of before. */
export async function resetStatements(
  { db, mint, now }: Pick<Act, "db" | "mint" | "now">,
  { auditId, userId, token, by }: ResetRow,
): Promise<readonly [D1PreparedStatement, D1PreparedStatement]> {
  const [id, identifier, value] = [`ver_${mint(16)}`, await resetIdentifier(token), valueOf({ userId, by })];
  return [
    db.prepare(INSERT).bind(id, identifier, value, now + RESET_LINK_MS, now, userId, by),
    db.prepare(DELETE_OTHERS).bind(auditId, `${PURPOSE}${userId}:`, id),
  ];
}

const INSERT = `
INSERT INTO verification (id, identifier, value, expires_at, created_at, updated_at)
SELECT ?1, ?2, ?3, ?4, ?5, ?5
WHERE EXISTS (SELECT 1 FROM user WHERE id = ?6) AND ${mayReset("?6", "?7")}`;

const DELETE_OTHERS = `
DELETE FROM verification WHERE substr(value, 1, length(?2)) = ?2 AND id <> ?3 AND ${IF_RECORDED}`;

export type Reset = ResetRight & { readonly email: string };

/** Whose password the link may set now; `null` when it was used, replaced, has expired, lost its right or never was. */
export async function findReset(db: D1Database, token: string, now: EpochMs): Promise<Reset | null> {
  const found = await db
    .prepare("SELECT value FROM verification WHERE identifier = ?1 AND expires_at > ?2")
    .bind(await resetIdentifier(token), now)
    .first();
  if (found === null) return null;
  const right = rightIn(valueRow.parse(found).value);
  const row = await db
    .prepare(`SELECT email FROM user WHERE id = ?1 AND ${mayReset("?1", "?2")}`)
    .bind(right.userId, right.by)
    .first();
  return row === null ? null : { ...right, email: userRow.parse(row).email };
}

const valueRow = z.object({ value: z.string() });
const userRow = z.object({ email: z.string() });

/** Takes the link out of use; changes nothing when it cannot be used any more. */
export async function useReset(
  db: D1Database,
  { token, right, now }: { readonly token: string; readonly right: ResetRight; readonly now: EpochMs },
): Promise<D1PreparedStatement> {
  return db
    .prepare(`DELETE FROM verification WHERE identifier = ?1 AND expires_at > ?2 AND ${mayReset("?3", "?4")}`)
    .bind(await resetIdentifier(token), now, right.userId, right.by);
}

/** Who the link is for, and who made it: `usr_…:usr_…`, the second empty for whoever runs the deployment. */
const PURPOSE = "reset-password:";

function valueOf({ userId, by }: ResetRight): string {
  return `${PURPOSE}${userId}:${by ?? ""}`;
}

function rightIn(value: string): ResetRight {
  const [userId, by] = value.slice(PURPOSE.length).split(":");
  return { userId: userIdSchema.parse(userId), by: by === "" ? null : userIdSchema.parse(by) };
}
