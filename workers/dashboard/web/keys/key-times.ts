/** What a key's dates mean at a moment: how old its secret is, whether it is in use. Pure. */
import { UNUSED_DAYS } from "#shared/dashboard/keys-query.ts";
import { DAY_MS, RECENTLY_USED_MS } from "#shared/limits.ts";
import type { Key } from "#shared/management/keys.ts";

const OLD_DAYS = 90;

/** Whether it was used so recently that ending it is likely to break something. */
export function isInUse({ last_used: lastUsed }: Pick<Key, "last_used">, nowMs: number): boolean {
  return lastUsed !== null && nowMs - Date.parse(lastUsed.at) < RECENTLY_USED_MS;
}

/** Whether nobody has used it for long, though there was time to. */
export function isUnused({ created_at: createdAt, last_used: lastUsed }: Key, nowMs: number): boolean {
  const sinceMs = nowMs - UNUSED_DAYS * DAY_MS;
  return Date.parse(createdAt) <= sinceMs && (lastUsed === null || Date.parse(lastUsed.at) <= sinceMs);
}

/** Whether its secret is so old that it is time for a new one. */
export function isOld({ created_at: createdAt, rotated_at: rotatedAt }: Key, nowMs: number): boolean {
  return nowMs - Date.parse(rotatedAt ?? createdAt) >= OLD_DAYS * DAY_MS;
}

/** Until when the secret before the last rotation works, as ISO 8601; `null` when it does not. */
export function graceOf({ previous_secret_until: until }: Key, nowMs: number): string | null {
  return until !== null && Date.parse(until) > nowMs ? until : null;
}

/** A time of today as "14:05", another day's with its date. */
export function shortTime(at: string, nowMs: number): string {
  const isToday = new Date(at).toDateString() === new Date(nowMs).toDateString();
  return (isToday ? clock : clockAndDay).format(Date.parse(at));
}

const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const clockAndDay = new Intl.DateTimeFormat("en", {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
