/** Requests by UTC day, of all the keys of a list at once. Late by at most one flush of the gates. */
import { z } from "zod";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { type CredentialId, credentialIdSchema } from "#shared/ids.ts";
import { DAY_MS } from "#shared/limits.ts";
import type { KeyDays } from "#shared/management/keys.ts";

/** Where the first of so many days begins; the last one is the day of `now`. */
export function firstDay(now: EpochMs, days: number): EpochMs {
  return epochMs(now - (now % DAY_MS) - (days - 1) * DAY_MS);
}

/** The key's requests since `since` as an SQL expression; both are SQL too. */
export function requestsSince(keyId: string, since: string): string {
  return `(SELECT coalesce(sum(u.count), 0) FROM usage_hourly u WHERE u.credential_id = ${keyId} AND u.hour >= ${since})`;
}

/** One statement, whatever the number of keys. Keys without a request have days of zeros. */
export async function readKeyDays(
  db: D1Database,
  ids: readonly CredentialId[],
  { now, days }: { readonly now: EpochMs; readonly days: number },
): Promise<(id: CredentialId) => KeyDays> {
  const from = firstDay(now, days);
  const { results } =
    ids.length === 0 ? { results: [] } : await db.prepare(BY_DAY).bind(JSON.stringify(ids), from, DAY_MS).all();
  const counts = new Map<CredentialId, number[]>();
  for (const row of results.map((raw) => dayRow.parse(raw))) {
    const list = counts.get(row.credential_id) ?? emptyDays(days);
    // NOTE: a count of a gate whose clock is ahead of ours lies behind the last day: it is shown tomorrow.
    if (row.day < days) list[row.day] = row.total;
    counts.set(row.credential_id, list);
  }
  return (id) => {
    const list = counts.get(id) ?? emptyDays(days);
    return { days: list, total: list.reduce((sum, count) => sum + count, 0) };
  };
}

function emptyDays(days: number): number[] {
  return Array.from({ length: days }, () => 0);
}

const dayRow = z.object({ credential_id: credentialIdSchema, day: z.int(), total: z.int() });

const BY_DAY = `
SELECT credential_id, CAST((hour - ?2) / ?3 AS INTEGER) AS day, max(sum(count), 0) AS total FROM usage_hourly
WHERE credential_id IN (SELECT value FROM json_each(?1)) AND hour >= ?2
GROUP BY credential_id, day`;
