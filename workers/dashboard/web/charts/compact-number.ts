const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** "11.7K" */
export function compactNumber(value: number): string {
  return compact.format(value);
}
