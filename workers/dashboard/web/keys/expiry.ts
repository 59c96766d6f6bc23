/** When a key is to end, as the form says it, within what its workspaces allow. Pure. */
import { DAY_MS } from "#shared/limits.ts";
import type { LifeLimit } from "./key-policies.ts";

export type Expiry =
  | { readonly kind: "keep" | "never" }
  | { readonly kind: "days"; readonly days: number }
  /** A day of the reader's calendar, yyyy-mm-dd; the key works until it ends. */
  | { readonly kind: "date"; readonly date: string };

const PRESETS_DAYS = [30, 90, 365];

/** ISO 8601, or `null` for never; `undefined` for what is to stay as it is, or is no date. */
export function expiresAtOf(expiry: Expiry, nowMs: number): string | null | undefined {
  switch (expiry.kind) {
    case "keep":
      return undefined;
    case "never":
      return null;
    case "days":
      return new Date(nowMs + expiry.days * DAY_MS).toISOString();
    case "date": {
      const at = new Date(`${expiry.date}T23:59:59`);
      return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
    }
  }
}

/** What is suggested for a new key: what the workspace says, else no end. */
export function suggestedExpiry(defaultDays: number | null, limit: LifeLimit | null): Expiry {
  return fitted(defaultDays === null ? { kind: "never" } : { kind: "days", days: defaultDays }, limit);
}

/** The same, or the longest life allowed where it is longer than that. */
export function fitted(expiry: Expiry, limit: LifeLimit | null): Expiry {
  if (limit === null) return expiry;
  if (expiry.kind === "never" || (expiry.kind === "days" && expiry.days > limit.days)) {
    return { kind: "days", days: limit.days };
  }
  return expiry;
}

/** The lives to choose from, in days: the usual ones that are allowed, the longest allowed, and the one chosen. */
export function presetsOf(expiry: Expiry, limit: LifeLimit | null, suggestedDays: number | null): number[] {
  const most = limit?.days ?? Number.POSITIVE_INFINITY;
  const days = [
    ...PRESETS_DAYS,
    ...(limit === null ? [] : [limit.days]),
    ...(suggestedDays === null ? [] : [suggestedDays]),
    ...(expiry.kind === "days" ? [expiry.days] : []),
  ];
  return [...new Set(days)].filter((count) => count <= most).toSorted((left, right) => left - right);
}

/** "In 30 days", "In 1 year". */
export function daysLabel(days: number): string {
  if (days === 365) return "In 1 year";
  return `In ${days} ${days === 1 ? "day" : "days"}`;
}

/** The day that a time lies in, in the reader's zone, as a date field has it. */
export function dateOf(atMs: number): string {
  const at = new Date(atMs);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
