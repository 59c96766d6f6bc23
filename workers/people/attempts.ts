/**
 * Counts attempts in D1, so that passwords and tokens cannot be guessed at speed from many isolates. What is counted
 * for (an account, an address) is stored as a digest: neither e-mails nor addresses are kept, known to us or not.
 */
import { z } from "zod";
import type { EpochMs } from "#shared/brand.ts";
import { networkOf } from "#workers/http/caller.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";

const MINUTE_MS = 60 * 1000;

export type AttemptLimit = { readonly max: number; readonly windowMs: number };

/** Wrong passwords for one e-mail, whether or not it has an account. Passkeys are not held up by it. */
export const PASSWORD_ATTEMPTS: AttemptLimit = { max: 10, windowMs: 15 * MINUTE_MS };
/** Tries of the setup token from one address, by whatever form or route. */
export const TOKEN_ATTEMPTS: AttemptLimit = { max: 20, windowMs: 15 * MINUTE_MS };

/** Imports of one person that told them of keys which they do not see. */
export const TELLING_IMPORTS: AttemptLimit = { max: 10, windowMs: 60 * MINUTE_MS };

export type Attempt = { readonly db: D1Database; readonly key: string; readonly now: EpochMs };

/** `null`: go on. Otherwise the seconds until the window ends; refused attempts do not make it longer. */
export async function takeAttempt({ db, key, now }: Attempt, limit: AttemptLimit): Promise<number | null> {
  const digest = await sha256Hex(key);
  // NOTE: counted before the attempt is made, in one statement: a hundred at once are not a hundred free ones.
  const [, counted] = await db.batch([
    db.prepare("DELETE FROM attempts WHERE resets_at <= ?1").bind(now),
    db
      .prepare(
        `INSERT INTO attempts (key, count, resets_at) VALUES (?1, 1, ?2)
         ON CONFLICT (key) DO UPDATE SET count = count + 1 RETURNING count, resets_at`,
      )
      .bind(digest, now + limit.windowMs),
  ]);
  const row = attemptRow.parse(counted?.results[0]);
  return row.count <= limit.max ? null : Math.max(1, Math.ceil((row.resets_at - now) / 1000));
}

const attemptRow = z.object({ count: z.number(), resets_at: z.number() });

/** The attempt was good: the ones before it do not count any more. */
export async function forgetAttempts({ db, key }: Omit<Attempt, "now">): Promise<void> {
  await db
    .prepare("DELETE FROM attempts WHERE key = ?1")
    .bind(await sha256Hex(key))
    .run();
}

/** What wrong passwords of an account are counted under. */
export function accountKey(email: string): string {
  return `account:${email.toLowerCase()}`;
}

/** What forms from an address are counted under. */
export function addressKey(form: string, ip: string | null): string {
  return `address:${form}:${networkOf(ip)}`;
}
