/** Days as the address and date fields have them ("2026-11-22"), and the instants at which they begin where the reader is. */

/** When the day begins, or the next one with `after` 1, as ISO 8601; `undefined` for what is no day. */
export function startOfDay(day: string | undefined, after: 0 | 1): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? "") ?? [];
  if (year === undefined || month === undefined || date === undefined) return undefined;
  // NOTE: by the calendar, for a day is not always 24 hours long.
  const start = new Date(Number(year), Number(month) - 1, Number(date) + after);
  return Number.isNaN(start.getTime()) ? undefined : start.toISOString();
}
