/** How long keys may live, as choices. Pure. */

type Option = { readonly value: string; readonly label: string };

/** `null` is what a list begins or ends with: no end, no limit. */
const NONE = "none";

const DAYS = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "180", label: "180 days" },
  { value: "365", label: "1 year" },
] as const satisfies readonly Option[];

export const DEFAULT_LIVES: readonly Option[] = [...DAYS, { value: NONE, label: "No end" }];
export const MAX_LIVES: readonly Option[] = [{ value: NONE, label: "No limit" }, ...DAYS];

/** What is set already is a choice too, whatever it is. */
export function lifeOptions(options: readonly Option[], days: number | null): readonly Option[] {
  const value = valueOf(days);
  if (options.some((option) => option.value === value)) return options;
  return [...options, { value, label: days === 1 ? "1 day" : `${value} days` }];
}

export function valueOf(days: number | null): string {
  return days === null ? NONE : String(days);
}

export function daysOf(value: string): number | null {
  return value === NONE ? null : Number(value);
}

/** For who can read it and not change it. */
export function lifeText(options: readonly Option[], days: number | null): string {
  return lifeOptions(options, days).find(({ value }) => value === valueOf(days))?.label ?? "";
}
