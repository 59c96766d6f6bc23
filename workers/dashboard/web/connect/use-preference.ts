/** A choice that this browser remembers. Never anything secret. */
import { useState } from "react";

/** The choice stored under `name` where it is one of `options`, else `fallback`; and how to make another. */
export function usePreference<Value extends string>(
  name: string,
  options: readonly Value[],
  fallback: Value,
): readonly [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => options.find((option) => option === localStorage.getItem(name)) ?? fallback);
  const choose = (chosen: Value): void => {
    setValue(chosen);
    localStorage.setItem(name, chosen);
  };
  return [value, choose];
}
